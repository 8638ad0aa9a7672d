import { UsageError } from '../base/errors.ts';
import { ringCapacity } from '../shared/event-ring.ts';
import type { LockPlan, RunPlan } from '../shared/plan.ts';
import type { ArenaOptions } from './arena-options.ts';
import { requireKeys, requireKnown, requireNames, requireWhole } from './declared-names.ts';
import { planArenaLocks } from './plan-arena-locks.ts';

/** Bits for signallers in the lock's record, see memory-map. */
const THREADS_MAX = 128;
const CHAINS_MAX = 1 << 20;
const EVENTS_MAX = 1 << 24;
/** One hold in this many is clocked unless all are asked for. */
const HOLD_SAMPLING = 4096;
/** What a thread does outside the operations that it announces. */
const WORK = 'work';

const KEYS = [
  ...['threads', 'locks', 'operations', 'promises', 'primes'],
  ...['level', 'onDeadlock', 'clockHolds', 'chains', 'events'],
];

/**
 * Options for people become a plan for code: all defaults and checks are here. Each side makes its
 * own plan from the same options.
 *
 * @throws {UsageError} where an option makes no sense
 */
export function planArena(options: ArenaOptions): RunPlan {
  requireKeys('the arena', options, KEYS);
  requireKeys('the arena’s `locks`', options.locks, Object.keys(options.locks ?? {}));
  const threads = threadNames(options.threads);
  const { operations = [], level = 'full', onDeadlock = 'recover', chains, events } = options;
  requireNames('an operation', [WORK, ...operations]);
  requireKnown('level', level, ['off', 'stats', 'order', 'full']);
  requireKnown('answer to a deadlock', onDeadlock, ['recover', 'stop']);
  if (chains !== undefined) requireWhole('`chains`', chains, 1, CHAINS_MAX);
  if (events !== undefined) requireWhole('`events`', events, 1, EVENTS_MAX);
  return {
    ...planThreads(threads, planArenaLocks(options, threads)),
    ...(chains === undefined ? {} : { chains }),
    ...(events === undefined ? {} : { events: ringCapacity(events) }),
    level,
    onDeadlock,
    operations: [WORK, ...operations],
    holdSampling: options.clockHolds === true ? 1 : HOLD_SAMPLING,
  };
}

/** Threads of somebody else's making over some locks: a run without a stage. */
export function planThreads(names: readonly string[], locks: LockPlan): RunPlan {
  return {
    level: 'full',
    seed: 1,
    onDeadlock: 'recover',
    holdSampling: HOLD_SAMPLING,
    operationsPerWorker: 0,
    threads: names.map((name) => ({ name, role: name, service: false })),
    locks,
    operations: [WORK],
    body: '',
    bodyPlan: null,
  };
}

function threadNames(threads: unknown): readonly string[] {
  if (Array.isArray(threads)) {
    requireWhole('the number of threads', threads.length, 1, THREADS_MAX);
    requireNames('a thread', threads);
    return threads as readonly string[];
  }
  if (typeof threads !== 'number') {
    throw new UsageError('the arena has no threads', 'give their names, or how many, in `threads`');
  }
  requireWhole('the number of threads', threads, 1, THREADS_MAX);
  return Array.from({ length: threads }, (_, index) => `thread-${index + 1}`);
}
