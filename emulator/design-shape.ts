import { SUBCLASSES_MAX } from '../src/shared/lock-registry.ts';
import { UsageError } from '../src/base/errors.ts';
import type {
  DesignLock,
  DesignLocks,
  GuardParts,
  Guards,
  LockingDesign,
} from './locking-design.ts';
import { STACK_LOCK } from './stack-locks.ts';

const EXPECTATIONS = ['clean', 'deadlocks', 'corruption'];
const KINDS = ['mutex', 'ww-mutex', 'completion'];
const PER = ['device', 'object', 'buffer'];
const GUARDS: readonly (keyof Guards)[] = [
  'getPages',
  'evict',
  'mapAttachment',
  'unmapAttachment',
  'submit',
];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks that a value from outside has the shape of a design; the compiler did so for our own.
 *
 * @param where the file, for the message
 * @throws {UsageError} that names what is missing or wrong, and the mend
 */
export function checkDesign(value: unknown, where: string): LockingDesign {
  if (!isFields(value)) {
    throw new UsageError(
      `${where} exports no locking design`,
      'export it as `design` or as the default: an object with name, locks, guards and so on',
    );
  }
  const fail = (what: string, mend: string): never => {
    throw new UsageError(`the design in ${where} ${what}`, mend);
  };
  for (const field of ['name', 'summary', 'source']) {
    if (typeof value[field] === 'string' && value[field] !== '') continue;
    fail(`has no \`${field}\``, `give it a \`${field}\`, a text`);
  }
  if (!EXPECTATIONS.includes(value['expects'] as string)) {
    fail(`expects ${JSON.stringify(value['expects'])}`, `say expects: ${either(EXPECTATIONS)}`);
  }
  const { locks, promises } = value;
  if (!isFields(locks)) return fail('has no `locks`', 'give it `locks: { name: { class, … } }`');
  for (const [name, lock] of Object.entries(locks)) checkLock(name, lock, fail);
  checkProtects(value['protects'], locks as DesignLocks, fail);
  if (!isLines(promises)) return fail('has no `promises`', 'give it a list of lists of classes');
  checkClassNames('promises', promises, Object.values(locks) as DesignLock[], fail);
  const primes = value['primes'] ?? [];
  if (!isLines(primes)) return fail('has odd `primes`', 'give it a list of lists of classes');
  checkClassNames('primes', primes, Object.values(locks) as DesignLock[], fail);
  if (typeof value['guards'] !== 'function') {
    fail('has no `guards`', 'give it a function `guards(parts)` that returns the five guards');
  }
  const design = value as unknown as LockingDesign;
  checkGuards(design, fail);
  return design;
}

type Fail = (what: string, mend: string) => never;

function checkLock(name: string, value: unknown, fail: Fail): void {
  const at = `locks.${name}`;
  const lock = isFields(value) ? value : fail(`has no description in \`${at}\``, 'see DesignLock');
  if (typeof lock['class'] !== 'string' || lock['class'] === '') {
    fail(`has no class name in \`${at}\``, `give it \`class\`, a text`);
  }
  if (Object.values<unknown>(STACK_LOCK).includes(lock['class'])) {
    fail(`declares the stack's own class ${lock['class']} in \`${at}\``, 'choose another name');
  }
  if (!KINDS.includes(lock['kind'] as string)) {
    fail(`has the kind ${JSON.stringify(lock['kind'])} in \`${at}\``, `use ${either(KINDS)}`);
  }
  if (!PER.includes(lock['per'] as string)) {
    fail(`is per ${JSON.stringify(lock['per'])} in \`${at}\``, `use ${either(PER)}`);
  }
  const subclasses = lock['subclasses'] ?? 1;
  if (
    !Number.isInteger(subclasses) ||
    Number(subclasses) < 1 ||
    Number(subclasses) > SUBCLASSES_MAX
  ) {
    fail(
      `has ${subclasses} subclasses in \`${at}\``,
      `use a whole number from 1 to ${SUBCLASSES_MAX}`,
    );
  }
  if (lock['kind'] === 'ww-mutex' && typeof lock['context'] !== 'string') {
    fail(`names no acquire context in \`${at}\``, 'give the ww-mutex a `context`, a class name');
  }
}

function checkProtects(value: unknown, locks: DesignLocks, fail: Fail): void {
  if (value === undefined) return;
  const holdable = Object.keys(locks).filter((name) => locks[name].kind !== 'completion');
  const mend = `name locks of the design that can be held: ${either(holdable)}`;
  const pages = isFields(value) ? value['pages'] : undefined;
  if (!Array.isArray(pages)) {
    fail('has no list of locks in `protects.pages`', mend);
  }
  for (const name of pages) {
    if (holdable.includes(name as string)) continue;
    fail(`protects pages by ${JSON.stringify(name)}, no lock to hold`, mend);
  }
}

function checkClassNames(
  field: 'promises' | 'primes',
  lines: readonly (readonly string[])[],
  locks: readonly DesignLock[],
  fail: Fail,
): void {
  const known = new Set<string>(Object.values(STACK_LOCK));
  for (const lock of locks) {
    known.add(lock.class);
    if (lock.context !== undefined) known.add(lock.context);
  }
  for (const name of lines.flat()) {
    if (known.has(name)) continue;
    fail(`${field} an order of "${name}", which it has not`, `use ${either([...known])}`);
  }
}

/**
 * Makes the guards once over nothing at all; a design that needs more at that point is let pass.
 */
function checkGuards(design: LockingDesign, fail: Fail): void {
  const locks = Object.fromEntries(Object.keys(design.locks).map((name) => [name, []]));
  const parts = { locks, context: () => ({}), threadId: 1, pages: {}, attachments: {} };
  let guards: Partial<Guards>;
  try {
    guards = design.guards({
      ...parts,
      submission: {},
      topology: {},
    } as unknown as GuardParts<DesignLocks>);
  } catch {
    return;
  }
  const missing = GUARDS.filter((name) => typeof guards?.[name] !== 'function');
  if (missing.length === 0) return;
  fail(
    `has no guard ${missing.join(', ')}`,
    `return functions ${GUARDS.join(', ')} from \`guards\``,
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLines(value: unknown): value is readonly (readonly string[])[] {
  return Array.isArray(value) && value.every((line) => Array.isArray(line) && line.every(isText));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function either(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
