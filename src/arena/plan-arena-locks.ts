import { UsageError } from '../base/errors.ts';
import type { LockClassPlan, LockInstancePlan, LockPlan } from '../shared/plan.ts';
import type { ArenaLock, ArenaLockKind, ArenaLockOptions, ArenaOptions } from './arena-options.ts';
import { requireKeys, requireKnown, requireNames, requireWhole } from './declared-names.ts';

/** Class of the events that threads leave, one each; see `ArenaThread.join`. */
export const EXIT_CLASS = 'thread exit';

const LOCKS_MAX = 1_000_000;
const POLICIES = ['wait-die', 'wound-wait'];
/** What each kind may say of itself. */
const KEYS: Readonly<Record<ArenaLockKind, readonly string[]>> = {
  mutex: ['kind', 'instances', 'order', 'subclasses'],
  'rw-semaphore': ['kind', 'instances', 'order'],
  'ww-mutex': ['kind', 'instances', 'policy'],
  completion: ['kind', 'instances', 'signallers'],
  fence: ['kind', 'instances', 'signallers'],
  pseudo: ['kind'],
};

/**
 * Locks for people become locks for code: what is declared, in that order, then the acquire contexts
 * of its ww-mutexes, then the exits of its threads.
 *
 * @throws {UsageError} where a declaration makes no sense
 */
export function planArenaLocks(options: ArenaOptions, threads: readonly string[]): LockPlan {
  const declared = Object.entries(options.locks).map(([name, lock]) => [name, inFull(name, lock)]);
  const locks = declared as [string, ArenaLockOptions][];
  if (locks.length === 0) throw new UsageError('the arena has no locks', 'declare one in `locks`');
  const contexts = locks.flatMap(([name, { kind }]) =>
    kind === 'ww-mutex' ? [contextOf(name)] : [],
  );
  requireNames('a lock class', [...locks.map(([name]) => name), ...contexts, EXIT_CLASS]);
  const classes: LockClassPlan[] = [];
  const instances: LockInstancePlan[] = [];
  const add = (lockClass: LockClassPlan, names: readonly string[], ordered = false) => {
    const classIndex = classes.push(lockClass) - 1;
    names.forEach((name, key) => {
      instances.push({ classIndex, name, ...(ordered ? { orderKey: key } : {}) });
    });
  };
  for (const [name, lock] of locks) {
    checkLock(name, lock, threads);
    add(classOf(name, lock), instanceNames(name, lock), 'order' in lock);
  }
  for (const name of contexts) add({ name, kind: 'pseudo', subclasses: 1 }, [name]);
  add(listedEvent(EXIT_CLASS, 'completion'), threads.map(exitOf));
  if (instances.length > LOCKS_MAX) {
    throw new UsageError(`the arena has ${instances.length} locks`, `declare up to ${LOCKS_MAX}`);
  }
  checkInstanceNames(instances);
  const known = locks.map(([name]) => name);
  const promises = checkLines('promises', options.promises, known);
  const primes = checkLines('primes', options.primes, known);
  return { classes, locks: instances, promises, primes };
}

/** The pseudo class of the acquire contexts of a class of ww-mutexes. */
export function contextOf(className: string): string {
  return `${className}_acquire`;
}

/** The event that a thread of this name has left. */
export function exitOf(thread: string): string {
  return `exit:${thread}`;
}

/** What its instances are called within the class; null: there is one, which has the class's name. */
export function labelsOf(lock: ArenaLock): readonly string[] | null {
  const instances = typeof lock === 'string' || lock.kind === 'pseudo' ? undefined : lock.instances;
  if (instances === undefined || instances === 1) return null;
  if (typeof instances !== 'number') return instances;
  return Array.from({ length: instances }, (_, index) => String(index));
}

function instanceNames(className: string, lock: ArenaLockOptions): string[] {
  return labelsOf(lock)?.map((label) => `${className}(${label})`) ?? [className];
}

function inFull(name: string, lock: unknown): ArenaLockOptions {
  const kinds = Object.keys(KEYS);
  const kind = typeof lock === 'string' ? lock : (lock as { kind?: unknown } | null)?.kind;
  requireKnown('kind of lock', kind, kinds, ` in the lock class "${name}"`);
  return typeof lock === 'string' ? ({ kind } as ArenaLockOptions) : (lock as ArenaLockOptions);
}

function checkLock(name: string, lock: ArenaLockOptions, threads: readonly string[]): void {
  const what = `the lock class "${name}"`;
  requireKeys(what, lock, KEYS[lock.kind]);
  if (lock.kind === 'pseudo') return;
  const { instances } = lock;
  if (typeof instances !== 'object' && instances !== undefined) {
    requireWhole(`the number of instances of ${what}`, instances, 1, LOCKS_MAX);
  } else if (instances !== undefined) {
    requireWhole(`the number of instances of ${what}`, instances.length, 1, LOCKS_MAX);
    requireNames(`an instance of ${what}`, instances);
  }
  if ('order' in lock) requireKnown('order', lock.order, ['ascending'], ` in ${what}`);
  if (lock.kind === 'ww-mutex' && lock.policy !== undefined) {
    requireKnown('policy', lock.policy, POLICIES, ` in ${what}`);
  }
  if ((lock.kind === 'completion' || lock.kind === 'fence') && lock.signallers !== undefined) {
    requireWhole(`the number of signallers of ${what}`, lock.signallers.length, 1, threads.length);
    for (const thread of lock.signallers) {
      requireKnown('thread', thread, threads, ` among the signallers of ${what}`);
    }
  }
}

function classOf(name: string, lock: ArenaLockOptions): LockClassPlan {
  switch (lock.kind) {
    case 'mutex':
      return { name, kind: lock.kind, subclasses: lock.subclasses ?? 1 };
    case 'ww-mutex': {
      const { kind, policy = 'wait-die' } = lock;
      return { name, kind, subclasses: 1, policy, context: contextOf(name) };
    }
    case 'completion':
    case 'fence':
      return listedEvent(name, lock.kind);
    default:
      return { name, kind: lock.kind, subclasses: 1 };
  }
}

function listedEvent(name: string, kind: 'completion' | 'fence'): LockClassPlan {
  return { name, kind, subclasses: 1, signallers: 'listed' };
}

/** `a(b)` may be the class of one lock and an instance of another class. */
function checkInstanceNames(instances: readonly LockInstancePlan[]): void {
  requireNames(
    'a lock',
    instances.map(({ name }) => name),
  );
}

function checkLines(
  what: 'promises' | 'primes',
  lines: readonly (readonly string[])[] = [],
  known: readonly string[],
): readonly (readonly string[])[] {
  for (const line of lines) {
    requireNames(`a class in a line of \`${what}\``, line);
    for (const name of line) requireKnown('lock class', name, known, ` in \`${what}\``);
  }
  return lines;
}
