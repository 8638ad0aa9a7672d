import { UsageError } from '../base/errors.ts';
import { type RegionRequest, defineRegion, word, words } from '../shared/layout.ts';
import type { SchedulePlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** Threads that an entry of the log can tell apart: one bit each. */
const MASK_WORDS = 3;
const SCHEDULED_THREADS_MAX = MASK_WORDS * 32;

/** What a thread is up to, as the turnstile sees it. */
export const TURN = { absent: 0, ended: 1, atPoint: 2, blocked: 3, running: 4 } as const;

/** What ends a wait; each reads the words `readyWord` and `readyValue` in its own way. */
export const READY = {
  /** Nothing is to be waited for. */
  now: 0,
  /** A lock word without an owner. */
  unowned: 1,
  /** A ww-mutex: unowned, or news for the waiter. */
  wwNews: 2,
  /** A queue has granted the lock to the waiter. */
  granted: 3,
  completed: 4,
  signalled: 5,
  /** The word is not any more what it was. */
  changed: 6,
} as const;

/** What became of a schedule. */
export const OUTCOME = { open: 0, done: 1, deadlock: 2, stuck: 3, limit: 4 } as const;

export const TURNSTILE = defineRegion({
  name: 'turnstile',
  option: 'none',
  stride: 'line',
  words: {
    arrived: word('each thread as it begins a schedule (add)', 'arrivals of all schedules so far'),
    ended: word('holder of the turn', 'threads that have ended this schedule'),
    running: word('holder of the turn', 'thread id that holds the turn; 0: nobody yet'),
    schedules: word('the last to arrive', 'schedules begun'),
    over: word('the last to arrive; coordinator', '1: no further schedule; 0: go on'),
    points: word('holder of the turn', 'points passed in this schedule'),
    decisions: word('holder of the turn', 'decisions made in this schedule'),
    outcome: word('holder of the turn', 'OUTCOME of this schedule; 0: open'),
    found: word('the last to end', 'schedules that ended in a deadlock'),
    foundAt: word('holder of the turn', 'decisions made when it was confirmed; 0: it was not'),
    pointsOfAll: word('the last to end', 'points of all schedules (wraps at 2^32)'),
    deadlocksBefore: word('the last to arrive', 'deadlocks confirmed before this schedule'),
  },
});

export const THREAD_TURN = defineRegion({
  name: 'threadTurn',
  option: '--threads',
  stride: 'line',
  words: {
    gate: word(
      'who hands the turn over; own thread',
      'GATE: 0 closed, 1 open, 2 closed and asleep',
    ),
    state: word('holder of the turn', 'TURN; 0: not there yet'),
    point: word('own thread', 'POINT and flags of what it does next'),
    object: word('own thread', 'lock index + 1 of what it does next; 0: none'),
    row: word('own thread', 'chain row that it stands on'),
    readyKind: word('own thread', 'READY of what it waits for; 0: nothing'),
    readyWord: word('own thread', 'index of the word that ends the wait'),
    readyValue: word('own thread', 'what that word is compared with'),
    givesWay: word('holder of the turn', '1: nobody is left to end its wait'),
    timed: word('own thread', '1: the wait has a time limit, 2: it idles; 0: neither'),
    passed: word('own thread', 'points passed in this schedule'),
    first: word('own thread', 'points passed in the first schedule'),
  },
});

/** A decision: who could run, who did, and what it did. */
export function decisionLogRegion(capacity: number) {
  return defineRegion({
    name: 'decisions',
    option: '--decisions',
    stride: 'line',
    words: {
      entries: words(capacity * DECISION_WORDS, 'holder of the turn', 'decisions of a schedule'),
    },
  });
}

/** chosen, point, object, row, then a bit for each thread that could run. */
export const DECISION_WORDS = 4 + MASK_WORDS;

export function strategyRegion(count: number) {
  return defineRegion({
    name: 'strategy',
    option: 'none',
    stride: 'line',
    words: {
      words: words(Math.max(count, 1), 'holder of the turn', 'what the strategy remembers'),
    },
  });
}

/** Regions of a run under control. @throws {UsageError} for more threads than the log can tell apart */
export function scheduleRegions(schedule: SchedulePlan, threads: number): RegionRequest[] {
  if (threads > SCHEDULED_THREADS_MAX) {
    throw new UsageError(
      `${threads} threads are to run under control`,
      `use ${SCHEDULED_THREADS_MAX} at the most`,
    );
  }
  return [
    { spec: TURNSTILE, records: 1 },
    { spec: THREAD_TURN, records: threads + 1 },
    { spec: decisionLogRegion(schedule.decisionsMax), records: 1 },
    { spec: strategyRegion(schedule.strategyWords), records: 1 },
  ];
}

/** What the strategy finds in its words at the start. Coordinator side, once. */
export function layInStrategy(memory: SharedMemory, schedule: SchedulePlan): void {
  const region = memory.region(strategyRegion(schedule.strategyWords));
  memory.i32.set(schedule.strategyInput, region.base + region.word.words);
}
