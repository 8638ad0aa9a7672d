import type { ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { keepRunning } from './keep-running.ts';
import { mayRace } from './race.ts';
import {
  MASK_WORDS,
  addToMask,
  clearMask,
  copyMask,
  firstOfMask,
  isInMask,
  takeFromMask,
} from './thread-mask.ts';

/** Words before the decisions. */
const HEAD = {
  /** Input: highest number of preemptions + 1; 0: the default. */
  most: 0,
  /** Of this round. */
  bound: 1,
  /** Decisions made in this schedule; those of them that are on record. */
  depth: 2,
  length: 3,
  /** 1: something was left out in this round, for more preemptions; because there was no room. */
  bounded: 4,
  overflown: 5,
  /** 1: the rest of this schedule has been seen in another order. */
  repeats: 6,
  /** Schedules of which that was so. */
  repeated: 7,
  /** Rounds that were searched to their end. */
  rounds: 8,
  /** Threads that need not run at the next decision. */
  asleep: 9,
} as const;
const HEAD_WORDS = HEAD.asleep + MASK_WORDS;

/** Words of a decision. */
const DECISION = {
  chosen: 0,
  /** Who could have gone on without a switch; 0: nobody. */
  running: 1,
  /** Preemptions before it. */
  preemptions: 2,
  /** Threads still to be tried, those that were, and those that need not be. */
  open: 3,
  tried: 3 + MASK_WORDS,
  asleep: 3 + 2 * MASK_WORDS,
} as const;
const DECISION_WORDS = 3 + 3 * MASK_WORDS;

const DECISIONS = 4096;
const PREEMPTIONS_MOST = 3;

/**
 * Every schedule, but for those that only order steps differently that do not race: a thread that
 * was tried at a decision sleeps until something is done that races with its next step (sleep sets:
 * Godefroid 1996).
 */
export const depthFirst: Strategy = {
  name: 'depth-first',
  summary: 'every schedule that differs in the order of a race',
  wordsFor: () => HEAD_WORDS + DECISIONS * DECISION_WORDS,
  open: (words) => new DepthFirst(words, 'all'),
};

/** Every schedule without a preemption, then those with at most one, and so on (CHESS, 2008). */
export const bounded: Strategy = {
  name: 'bounded',
  summary: `every schedule of at most 0, 1, 2, ${PREEMPTIONS_MOST} preemptions`,
  wordsFor: () => HEAD_WORDS + DECISIONS * DECISION_WORDS,
  open: (words) => new DepthFirst(words, 'few-preemptions'),
};

/** Input of `bounded`: the most preemptions of a schedule. */
export function boundedInput(preemptionsMax: number): number[] {
  return [preemptionsMax + 1];
}

export interface DepthFirstProgress {
  /**
   * `bounded`: all schedules of at most so many preemptions were run; -1: not even those of none.
   */
  readonly preemptions: number;
  /** Every schedule was run that is not like another. */
  readonly isComplete: boolean;
  /** Schedules that turned out to be like one that was run. */
  readonly repeated: number;
}

/** How far a depth-first search has come, from its memory. */
export function depthFirstProgress(words: Int32Array): DepthFirstProgress {
  const whole = words[HEAD.overflown] === 0;
  return {
    preemptions: whole ? words[HEAD.rounds] - 1 : -1,
    isComplete: whole && words[HEAD.rounds] > 0 && words[HEAD.bounded] === 0,
    repeated: words[HEAD.repeated],
  };
}

class DepthFirst implements OpenStrategy {
  readonly #words: Int32Array;
  readonly #extent: 'all' | 'few-preemptions';
  /** Decisions that there is room for. */
  readonly #room: number;

  constructor(words: Int32Array, extent: 'all' | 'few-preemptions') {
    this.#words = words;
    this.#extent = extent;
    this.#room = Math.floor((words.length - HEAD_WORDS) / DECISION_WORDS);
  }

  begin(_seed: number, schedule: number): void {
    const words = this.#words;
    if (schedule === 0) words.fill(0, HEAD.bound, HEAD_WORDS);
    words[HEAD.depth] = 0;
    words[HEAD.repeats] = 0;
    clearMask(words, HEAD.asleep);
  }

  choose(view: ScheduleView): number {
    const words = this.#words;
    if (words[HEAD.repeats] === 1) return keepRunning(view);
    const depth = words[HEAD.depth]++;
    if (depth >= this.#room) {
      words[HEAD.overflown] = 1;
      return keepRunning(view);
    }
    const at = this.#decision(depth);
    if (depth === words[HEAD.length] && !this.#record(view, at, depth)) {
      words[HEAD.repeats] = 1;
      return keepRunning(view);
    }
    const chosen = words[at + DECISION.chosen];
    if (this.#extent === 'all') this.#putToSleep(view, at, chosen);
    return chosen;
  }

  end(): boolean {
    const words = this.#words;
    // Where a thread still sleeps at the end, it was the only one left to run.
    if (words[HEAD.repeats] === 1 || firstOfMask(words, HEAD.asleep) !== 0) words[HEAD.repeated]++;
    for (; words[HEAD.length] > 0; words[HEAD.length]--) {
      if (this.#turn(this.#decision(words[HEAD.length] - 1))) return true;
    }
    words[HEAD.rounds]++;
    const { most, bound } = HEAD;
    const last = words[most] === 0 ? PREEMPTIONS_MOST : words[most] - 1;
    if (words[HEAD.bounded] === 0 || words[bound] >= last) return false;
    words[bound]++;
    words[HEAD.bounded] = 0;
    return true;
  }

  /**
   * A decision that is new; false: whatever is done from here on has been done in another order.
   */
  #record(view: ScheduleView, at: number, depth: number): boolean {
    const words = this.#words;
    // It woke up because nobody else could run.
    if (view.running !== 0 && isInMask(words, HEAD.asleep, view.running)) return false;
    words.fill(0, at, at + DECISION_WORDS);
    if (this.#extent === 'all') copyMask(words, HEAD.asleep, at + DECISION.asleep);
    const preferred = keepRunning(view);
    let chosen = 0;
    for (let n = 0; n < view.count; n++) {
      const thread = view.enabled[n];
      if (isInMask(words, at + DECISION.asleep, thread)) continue;
      addToMask(words, at + DECISION.open, thread);
      if (chosen === 0 || thread === preferred) chosen = thread;
    }
    if (chosen === 0) return false;
    words[at + DECISION.running] = preferred === view.running ? preferred : 0;
    words[at + DECISION.preemptions] = this.#preemptionsUpTo(depth);
    this.#choose(at, chosen);
    words[HEAD.length] = depth + 1;
    return true;
  }

  #choose(at: number, thread: number): void {
    const words = this.#words;
    words[at + DECISION.chosen] = thread;
    takeFromMask(words, at + DECISION.open, thread);
    addToMask(words, at + DECISION.tried, thread);
  }

  /** The next thread to be tried at a decision; false: there is none. */
  #turn(at: number): boolean {
    const words = this.#words;
    for (;;) {
      const thread = firstOfMask(words, at + DECISION.open);
      if (thread === 0) return false;
      this.#choose(at, thread);
      if (this.#extent === 'all') return true;
      if (this.#preemptionsAfter(at) <= words[HEAD.bound]) return true;
      words[HEAD.bounded] = 1;
    }
  }

  #preemptionsUpTo(depth: number): number {
    return depth === 0 ? 0 : this.#preemptionsAfter(this.#decision(depth - 1));
  }

  #preemptionsAfter(at: number): number {
    const words = this.#words;
    const running = words[at + DECISION.running];
    const preempts = running !== 0 && words[at + DECISION.chosen] !== running;
    return words[at + DECISION.preemptions] + (preempts ? 1 : 0);
  }

  /**
   * Those that were tried here or slept already sleep on, unless the chosen step races with theirs.
   */
  #putToSleep(view: ScheduleView, at: number, chosen: number): void {
    const words = this.#words;
    clearMask(words, HEAD.asleep);
    for (let thread = 1; thread <= view.threads; thread++) {
      if (thread === chosen) continue;
      const sleeps =
        isInMask(words, at + DECISION.asleep, thread) ||
        isInMask(words, at + DECISION.tried, thread);
      if (sleeps && !mayRace(view, chosen, thread)) addToMask(words, HEAD.asleep, thread);
    }
  }

  #decision(depth: number): number {
    return HEAD_WORDS + depth * DECISION_WORDS;
  }
}
