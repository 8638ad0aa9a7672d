import type { LockClassPlan, LockInstancePlan, LockKind, LockPlan } from '../shared/plan.ts';
import {
  CONTEXT_CLASS,
  RECLAIM_CLASS,
  SIGNALLING_CLASS,
  exitEventOf,
  startEventOf,
} from './pseudo-classes.ts';
import type { Scenario, ScenarioKind, ScenarioLock, ScenarioOp } from './scenario.ts';

/** A program that may be run: a story that plays in threads over locks. */
export type ProgramScenario = Pick<
  Scenario,
  'name' | 'file' | 'locks' | 'threads' | 'reclaim' | 'primes'
>;

const KINDS: Readonly<Record<ScenarioKind, LockKind>> = {
  mutex: 'mutex',
  rwsem: 'rw-semaphore',
  ww: 'ww-mutex',
  completion: 'completion',
  fence: 'fence',
  condition: 'completion',
};

/**
 * The locks of a run: those of the file, at the same indices, then the events of starts and ends, and
 * what the operations pass through without a lock.
 */
export function planLocks(scenario: ProgramScenario): LockPlan {
  const plan = new PlanBuilder();
  const subclasses = subclassesOf(scenario);
  for (const lock of scenario.locks) {
    const name = planClassOf(scenario, lock);
    plan.instance(lock.name, lock.key, {
      name,
      kind: KINDS[lock.kind],
      subclasses: subclasses.get(name) ?? 1,
      ...(lock.kind === 'ww' ? { policy: lock.policy ?? 'wait-die', context: CONTEXT_CLASS } : {}),
      ...(isEvent(lock.kind) ? { signallers: 'listed' as const } : {}),
    });
  }
  for (const name of eventNames(scenario)) plan.instance(name, undefined, eventOfThread(name));
  for (const name of pseudoClasses(scenario)) {
    plan.instance(name, undefined, { name, kind: 'pseudo', subclasses: 1 });
  }
  const primes = scenario.primes.map((line) => line.map((name) => planNameOf(scenario, name)));
  return { classes: plan.classes, locks: plan.locks, promises: [], primes };
}

/**
 * Class under which a lock is judged. A context works on one class of ww-mutexes, so those that the
 * file puts into none are of one class together, whatever their names.
 */
function planClassOf({ locks }: Pick<Scenario, 'locks'>, lock: ScenarioLock): string {
  if (lock.kind !== 'ww' || lock.class !== lock.name) return lock.class;
  const alike = locks.filter(
    (other) => other.kind === 'ww' && other.class === other.name && other.policy === lock.policy,
  );
  return alike.length === 1 ? lock.class : `ww_mutex(${lock.policy})`;
}

/** Every operation of a file, reclaim included. */
function allOps({ threads, reclaim }: Pick<Scenario, 'threads' | 'reclaim'>): ScenarioOp[] {
  return [...threads.flatMap(({ ops }) => ops), ...reclaim];
}

function planNameOf(scenario: ProgramScenario, className: string): string {
  const lock = scenario.locks.find((candidate) => candidate.class === className);
  return lock === undefined ? className : planClassOf(scenario, lock);
}

function isEvent(kind: ScenarioKind): boolean {
  return kind === 'completion' || kind === 'fence' || kind === 'condition';
}

function eventOfThread(name: string): LockClassPlan {
  return { name, kind: 'completion', subclasses: 1, signallers: 'listed', recorded: false };
}

/** Of each class one more than its highest subclass. */
function subclassesOf(scenario: ProgramScenario): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const op of allOps(scenario)) {
    if (op.verb !== 'lock') continue;
    const name = planClassOf(scenario, scenario.locks[op.lock] as ScenarioLock);
    counts.set(name, Math.max(counts.get(name) ?? 1, op.subclass + 1));
  }
  return counts;
}

function eventNames({ threads }: ProgramScenario): string[] {
  const joined = new Set<number>();
  for (const { ops } of threads)
    for (const op of ops) if (op.verb === 'join') joined.add(op.thread);
  return threads.flatMap(({ name, spawned }, index) => [
    ...(spawned ? [startEventOf(name)] : []),
    ...(joined.has(index) ? [exitEventOf(name)] : []),
  ]);
}

function pseudoClasses(scenario: ProgramScenario): string[] {
  const verbs = new Set(allOps(scenario).map(({ verb }) => verb));
  const primed = new Set(scenario.primes.flat());
  const signals = verbs.has('begin_signalling');
  return [
    ...(verbs.has('alloc') || primed.has(RECLAIM_CLASS) ? [RECLAIM_CLASS] : []),
    ...(signals || primed.has(SIGNALLING_CLASS) ? [SIGNALLING_CLASS] : []),
    ...(verbs.has('ww_begin') || hasWw(scenario) || primed.has(CONTEXT_CLASS)
      ? [CONTEXT_CLASS]
      : []),
  ];
}

function hasWw({ locks }: ProgramScenario): boolean {
  return locks.some(({ kind }) => kind === 'ww');
}

/** Declares each class with its first instance. */
class PlanBuilder {
  readonly classes: LockClassPlan[] = [];
  readonly locks: LockInstancePlan[] = [];
  readonly #indices = new Map<string, number>();

  instance(name: string, orderKey: number | undefined, lockClass: LockClassPlan): void {
    let classIndex = this.#indices.get(lockClass.name);
    if (classIndex === undefined) {
      classIndex = this.classes.push(lockClass) - 1;
      this.#indices.set(lockClass.name, classIndex);
    }
    this.locks.push({ classIndex, name, ...(orderKey === undefined ? {} : { orderKey }) });
  }
}
