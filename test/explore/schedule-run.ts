import type { Exploration, Limits, SetupTools, Verdict } from './exploration.ts';
import type { Machine } from './machine.ts';
import type { ModelThread } from './model-thread.ts';
import type { Load } from './transform/load-modules.ts';

const DEFAULTS = { stepsMax: 5000, schedulesMax: 2_000_000, spinsMax: 8, patience: 400 };

export interface Failure {
  readonly verdict: Exclude<Verdict, 'clean'>;
  readonly message: string;
}

/** One schedule of an exploration, driven choice by choice. A choice is the index of a thread. */
export class ScheduleRun<W> {
  readonly limits: Required<Limits>;
  readonly choices: number[] = [];
  failure: Failure | undefined;
  ending = '';
  deferrals = 0;
  #world!: W;
  #last = -1;
  #lastSteps = 0;
  readonly #exploration: Exploration<W>;
  readonly #machine: Machine;
  readonly #tools: SetupTools;

  constructor(exploration: Exploration<W>, machine: Machine, load: Load, limits: Limits = {}) {
    this.limits = { ...DEFAULTS, ...limits };
    this.#exploration = exploration;
    this.#machine = machine;
    this.#tools = { load, atOnce: (started) => machine.atOnce(started) };
  }

  get world(): W {
    return this.#world;
  }

  /** Thread that made the last step; -1 at the start. */
  get last(): number {
    return this.#last;
  }

  begin(): void {
    const machine = this.#machine;
    machine.reset();
    this.choices.length = 0;
    this.failure = undefined;
    this.ending = '';
    this.#last = -1;
    this.#lastSteps = 0;
    this.#world = this.#exploration.setup(this.#tools);
    // Every schedule starts from here, whatever the setup wrote.
    machine.words.reset();
    this.#guard(() => machine.start(this.#exploration.threads.map((body) => body(this.#world))));
  }

  /** Who may go next; empty when the schedule has ended, one way or the other. */
  offered(): number[] {
    if (this.failure !== undefined) return [];
    const { threads } = this.#machine;
    const able: number[] = [];
    const fair: number[] = [];
    for (let index = 0; index < threads.length; index++) {
      if (!isAble(threads[index] as ModelThread)) continue;
      able.push(index);
      if (!this.#shouldWait(index)) fair.push(index);
    }
    if (able.length === 0) this.#end();
    else if (this.choices.length >= this.limits.stepsMax) {
      this.failure = { verdict: 'livelock', message: `no end after ${this.choices.length} steps` };
      return [];
    }
    if (fair.length === 0 || fair.length === able.length) return able;
    this.deferrals++;
    return fair;
  }

  take(index: number): void {
    this.choices.push(index);
    this.#lastSteps = index === this.#last ? this.#lastSteps + 1 : 1;
    this.#last = index;
    this.#guard(() => this.#machine.run(this.#machine.threads[index] as ModelThread));
    const complaint = this.#exploration.invariant?.(this.#world);
    if (complaint !== undefined) this.failure ??= { verdict: 'assertion', message: complaint };
  }

  #shouldWait(index: number): boolean {
    const { spinsMax, patience } = this.limits;
    if (index === this.#last && this.#lastSteps >= patience) return true;
    return (this.#machine.threads[index] as ModelThread).spins(spinsMax);
  }

  #end(): void {
    const unfinished = this.#machine.threads.filter(({ state }) => state !== 'done');
    if (unfinished.length > 0) {
      const where = unfinished.map(({ name, next }) => `${name} waits at ${next?.site}`);
      this.failure = { verdict: 'stuck', message: where.join(', ') };
      return;
    }
    this.#guard(() => {
      this.ending = this.#exploration.ending?.(this.#world) ?? 'done';
    });
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.failure = { verdict: 'assertion', message };
    }
  }
}

/** A run as the searches see it: choices, whatever the world is. */
export type Choices = Omit<ScheduleRun<unknown>, 'world'>;

function isAble(thread: ModelThread): boolean {
  return thread.state === 'ready' || (thread.state === 'blocked' && thread.timed);
}
