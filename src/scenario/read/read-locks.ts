import type { WwPolicy } from '../../shared/plan.ts';
import { SCENARIO_LIMITS } from '../limits.ts';
import { CONTEXT_CLASS, RECLAIM_CLASS, SIGNALLING_CLASS } from '../pseudo-classes.ts';
import type { ScenarioKind, ScenarioLock } from '../scenario.ts';
import type { Entry, Field } from './entry.ts';

const KINDS: readonly ScenarioKind[] = ['mutex', 'rwsem', 'ww', 'completion', 'fence', 'condition'];
const POLICIES: readonly WwPolicy[] = ['wait-die', 'wound-wait'];
/** Kinds that are held, and therefore can be taken in an order. */
const HELD_KINDS: readonly ScenarioKind[] = ['mutex', 'rwsem', 'ww'];
const PSEUDO_CLASSES = [RECLAIM_CLASS, SIGNALLING_CLASS, CONTEXT_CLASS];
const EXAMPLE = '{ kind: mutex, class: child }';
const KEY_MAX = 1_000_000_000;

/** The locks of a file, in its order. @throws {UsageError} */
export function readLocks(entry: Entry | undefined): ScenarioLock[] {
  if (entry === undefined) return [];
  const fields = entry.fields('`locks:`', 'write it like { A: mutex, B: rwsem }');
  if (fields.length > SCENARIO_LIMITS.locks) {
    throw entry.fault(
      `there are ${fields.length} locks`,
      `at most ${SCENARIO_LIMITS.locks} can take part in a scenario`,
    );
  }
  const locks: ScenarioLock[] = [];
  const classes = new Map<string, ScenarioLock>();
  for (const field of fields) {
    const lock = readLock(field);
    checkClass(lock, field, classes);
    locks.push(lock);
  }
  return locks;
}

function readLock({ key, value }: Field): ScenarioLock {
  const name = key.word('the lock');
  const entry = value.inside(`lock ${name}`);
  if (!entry.isMapping) {
    return { name, class: name, ...withPolicy(kindOf(entry)) };
  }
  const record = entry.record(`the lock ${name}`, ['kind', 'class', 'policy', 'key'], EXAMPLE);
  const kindEntry = record.get('kind');
  if (kindEntry === undefined) throw entry.fault('has no kind', `write it like ${EXAMPLE}`);
  const kind = kindOf(kindEntry);
  return {
    name,
    class: record.get('class')?.title('the class', `write it like ${EXAMPLE}`) ?? name,
    ...withPolicy(kind, record.get('policy')),
    ...keyOf(kind, record.get('key')),
  };
}

function kindOf(entry: Entry): ScenarioKind {
  if (entry.isEmpty || entry.isList) {
    throw entry.fault('has no kind', `use one of: ${KINDS.join(', ')}`);
  }
  return entry.oneOf('kind', KINDS);
}

function withPolicy(kind: ScenarioKind, entry?: Entry): Pick<ScenarioLock, 'kind' | 'policy'> {
  if (kind === 'ww') return { kind, policy: entry?.oneOf('policy', POLICIES) ?? 'wait-die' };
  if (entry === undefined) return { kind };
  throw entry.fault(`a ${kind} has no policy`, 'drop it, or make the lock a ww');
}

function keyOf(kind: ScenarioKind, entry: Entry | undefined): { readonly key?: number } {
  if (entry === undefined) return {};
  if (!HELD_KINDS.includes(kind)) {
    throw entry.fault(`a ${kind} is never held and has no key`, 'drop the key');
  }
  const key = entry.wholeNumber('the key');
  if (Math.abs(key) <= KEY_MAX) return { key };
  throw entry.fault(`the key is ${key}`, `use whole numbers up to ${KEY_MAX}`);
}

/** All locks of a class are of one kind, and no class pretends to be one of the instrument's own. */
function checkClass(lock: ScenarioLock, { key }: Field, classes: Map<string, ScenarioLock>): void {
  if (PSEUDO_CLASSES.includes(lock.class)) {
    throw key.fault(
      `the class ${lock.class} of ${lock.name} is one that lockyard enters by itself`,
      'use alloc, begin_signalling or ww_begin, or give the class another name',
    );
  }
  const first = classes.get(lock.class) ?? lock;
  classes.set(lock.class, first);
  if (first.kind !== lock.kind) {
    throw key.fault(
      `${lock.name} is a ${lock.kind} of the class ${lock.class}, but ${first.name} of that class is a ${first.kind}`,
      'give one of them another class',
    );
  }
  if (first.policy !== lock.policy) {
    throw key.fault(
      `${lock.name} is ${lock.policy}, but ${first.name} of the same class is ${first.policy}`,
      'give both the same policy, or one of them another class',
    );
  }
}
