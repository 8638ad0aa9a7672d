import type { ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { keepRunning } from './keep-running.ts';

const COUNT = 0;
const DIVERGED = 1;
const CHOICES = 2;

/**
 * The decisions of an earlier schedule once more. Its input says who is to be chosen; its memory
 * must have room for that.
 */
export const replay: Strategy = {
  name: 'replay',
  summary: 'the decisions of a recorded schedule',
  wordsFor: () => CHOICES,
  open: (words) => new Replay(words),
};

/**
 * Input of `replay`: the thread to choose at each decision; 0, or none: no switch but a forced one.
 */
export function replayInput(choices: readonly number[]): number[] {
  return [choices.length, 0, ...choices];
}

/** First decision, from 0, at which the thread to choose could not run; null: there was none. */
export function divergedAt(words: Int32Array): number | null {
  return words[DIVERGED] === 0 ? null : words[DIVERGED] - 1;
}

class Replay implements OpenStrategy {
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  begin(): void {
    this.#words[DIVERGED] = 0;
  }

  choose(view: ScheduleView): number {
    const { step, enabled, count } = view;
    const wanted = step < this.#words[COUNT] ? this.#words[CHOICES + step] : 0;
    if (wanted === 0) return keepRunning(view);
    for (let n = 0; n < count; n++) if (enabled[n] === wanted) return wanted;
    if (this.#words[DIVERGED] === 0) this.#words[DIVERGED] = step + 1;
    return keepRunning(view);
  }

  end(): boolean {
    return true;
  }
}
