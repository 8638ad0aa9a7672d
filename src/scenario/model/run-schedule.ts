import type { OpenStrategy, Strategy } from '../../schedule/strategy.ts';
import { type ModelDeadlock, deadlockAfter } from './model-deadlock.ts';
import { ModelMachine } from './model-machine.ts';
import type { ModelProgram } from './model-program.ts';
import { ModelView } from './model-view.ts';

/** `limit`: it took too many steps; only transactions that back off for ever do that. */
export type ScheduleOutcome = 'deadlock' | 'done' | 'limit';

/** A schedule as it was run. */
export interface ScheduleRun {
  readonly outcome: ScheduleOutcome;
  /** Index of the thread of each step, from the start. */
  readonly choices: readonly number[];
  /** Id of the thread chosen at each decision: what `replay` needs. */
  readonly decisions: readonly number[];
  readonly stuck: ModelDeadlock | null;
}

const STEPS_AT_FIRST = 1024;

/** Runs schedules of a program, one after the other, under a strategy. */
export class ScheduleRunner {
  /** Steps of the schedule that ran last, and how many of them were decided between threads. */
  steps = 0;
  decisions = 0;
  /** The strategy has another schedule. */
  hasNext = true;
  /** What the strategy remembers. */
  readonly words: Int32Array;
  readonly #machine: ModelMachine;
  readonly #view: ModelView;
  readonly #strategy: OpenStrategy;
  readonly #stepsMax: number;
  #outcome: ScheduleOutcome = 'done';
  #choices = new Int32Array(STEPS_AT_FIRST);
  #decided = new Int32Array(STEPS_AT_FIRST);

  constructor(
    program: ModelProgram,
    strategy: Strategy,
    input: readonly number[],
    stepsMax: number,
  ) {
    const { threads } = program;
    this.words = new Int32Array(Math.max(strategy.wordsFor(threads), input.length));
    this.words.set(input);
    this.#machine = new ModelMachine(program);
    this.#view = new ModelView(this.#machine);
    this.#strategy = strategy.open(this.words, threads);
    this.#stepsMax = stepsMax;
  }

  /** All draws follow from the two numbers; a strategy that searches counts schedules from 0. */
  run(seed: number, schedule: number): ScheduleOutcome {
    const view = this.#view;
    this.#machine.reset();
    view.running = 0;
    view.step = 0;
    this.#strategy.begin(seed, schedule);
    this.steps = this.#runOn();
    this.decisions = view.step;
    this.hasNext = this.#strategy.end();
    if (view.count > 0) this.#outcome = 'limit';
    else this.#outcome = this.#machine.leavesSomeone ? 'deadlock' : 'done';
    return this.#outcome;
  }

  /** The schedule that ran last. */
  get last(): ScheduleRun {
    const { program } = this.#machine;
    const choices = [...this.#choices.subarray(0, this.steps)];
    return {
      outcome: this.#outcome,
      choices,
      decisions: [...this.#decided.subarray(0, this.decisions)],
      stuck: this.#outcome === 'deadlock' ? deadlockAfter(program, choices) : null,
    };
  }

  /** To the end; answers the number of steps. */
  #runOn(): number {
    const view = this.#view;
    const machine = this.#machine;
    let steps = 0;
    for (let count = view.look(); count > 0 && steps < this.#stepsMax; count = view.look()) {
      if (steps === this.#choices.length) this.#grow();
      let thread = view.enabled[0];
      if (count > 1) {
        thread = this.#strategy.choose(view);
        this.#decided[view.step++] = thread;
      }
      view.running = thread;
      this.#choices[steps++] = thread - 1;
      machine.step(thread - 1);
    }
    return steps;
  }

  #grow(): void {
    const room = this.#choices.length * 2;
    const [choices, decided] = [this.#choices, this.#decided];
    this.#choices = new Int32Array(room);
    this.#decided = new Int32Array(room);
    this.#choices.set(choices);
    this.#decided.set(decided);
  }
}
