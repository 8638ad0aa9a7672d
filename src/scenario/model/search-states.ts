import type { Scenario } from '../scenario.ts';
import { compileProgram } from './compile-program.ts';
import { type ModelDeadlock, deadlockAfter } from './model-deadlock.ts';
import { ModelMachine } from './model-machine.ts';
import type { ModelProgram } from './model-program.ts';
import { SearchPath } from './search-path.ts';
import { StateKey } from './state-key.ts';
import { StateTable } from './state-table.ts';
import { StubbornThreads } from './stubborn-threads.ts';

export interface SearchLimits {
  readonly statesMax: number;
  readonly stepsMax: number;
  /** Whether the time is up; asked now and then. */
  readonly isLate?: () => boolean;
}

/** `every`: all steps of all threads, to check the reduction against. */
export type Reduction = 'persistent' | 'every';

export interface StateSearch {
  readonly verdict: 'deadlock' | 'clean';
  /** No limit cut the search short: the verdict is final. */
  readonly complete: boolean;
  /** Ways that were followed until they ended, or met a state that was known. */
  readonly schedules: number;
  readonly steps: number;
  readonly states: number;
  readonly deadlock: {
    /** Index of the thread of each step, from the start. */
    readonly choices: readonly number[];
    readonly stuck: ModelDeadlock;
  } | null;
}

/** Steps between two looks at the clock. */
const STEPS_PER_LOOK = 1024;
/** Nobody can take a step though some have steps left. */
const DEADLOCK = -1;

/**
 * Looks for a deadlock in all that a scenario can come to. @throws {UsageError} when it is too
 * large
 */
export function searchStates(scenario: Scenario, limits: SearchLimits): StateSearch {
  return searchProgram(compileProgram(scenario), limits);
}

/** As `searchStates`, for a program that is compiled already. */
export function searchProgram(
  program: ModelProgram,
  limits: SearchLimits,
  reduction: Reduction = 'persistent',
): StateSearch {
  return new StateSearcher(program, limits, reduction).search();
}

/** Depth first, each state once. */
class StateSearcher {
  readonly #machine: ModelMachine;
  readonly #limits: SearchLimits;
  readonly #reduction: Reduction;
  readonly #key: StateKey;
  readonly #table: StateTable;
  readonly #path: SearchPath;
  readonly #stubborn: StubbornThreads;
  #schedules = 0;
  #steps = 0;

  constructor(program: ModelProgram, limits: SearchLimits, reduction: Reduction) {
    this.#machine = new ModelMachine(program, 'kept');
    this.#limits = limits;
    this.#reduction = reduction;
    this.#key = new StateKey(program);
    this.#table = new StateTable(this.#key.words.length, limits.statesMax);
    this.#path = new SearchPath(program.threads);
    this.#stubborn = new StubbornThreads(this.#machine);
  }

  search(): StateSearch {
    const path = this.#path;
    const machine = this.#machine;
    while (!this.#isOutOfBounds()) {
      const ways = this.#waysOn();
      if (ways > 0) path.descend(this.#stubborn.chosen, ways, machine.mark);
      else {
        this.#schedules++;
        if (ways === DEADLOCK) return this.#result(true, path.choices());
        if (!path.ascend()) return this.#result(true, null);
        machine.backTo(path.mark);
      }
      machine.step(path.next());
      this.#steps++;
    }
    return this.#result(false, null);
  }

  /** How many steps are to be tried from the state at hand; 0 where it is known, or all is done. */
  #waysOn(): number {
    this.#key.pack(this.#machine.state);
    if (!this.#table.add(this.#key.words)) return 0;
    const stubborn = this.#stubborn;
    if (this.#reduction === 'every') stubborn.chooseAll();
    else stubborn.choose();
    return stubborn.count === 0 && this.#machine.leavesSomeone ? DEADLOCK : stubborn.count;
  }

  #isOutOfBounds(): boolean {
    const { stepsMax, isLate } = this.#limits;
    if (this.#table.isFull || this.#steps >= stepsMax) return true;
    return this.#steps % STEPS_PER_LOOK === STEPS_PER_LOOK - 1 && isLate?.() === true;
  }

  #result(complete: boolean, choices: readonly number[] | null): StateSearch {
    const { program } = this.#machine;
    return {
      verdict: choices === null ? 'clean' : 'deadlock',
      complete,
      schedules: this.#schedules,
      steps: this.#steps,
      states: this.#table.count,
      deadlock: choices === null ? null : { choices, stuck: deadlockAfter(program, choices) },
    };
  }
}
