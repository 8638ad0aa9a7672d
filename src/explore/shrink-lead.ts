import { deadlockAfter } from '../scenario/model/model-deadlock.ts';
import { ModelMachine } from '../scenario/model/model-machine.ts';
import type { ModelProgram } from '../scenario/model/model-program.ts';
import type { ScenarioOp } from '../scenario/scenario.ts';
import { kindOfStuck } from './shrink-kind.ts';

/** A thread at one of its steps; each step of a thread comes once in a schedule. */
export interface Place {
  readonly thread: string;
  readonly step: string;
}

/** A switch that nothing but the schedule asks for: in place of who was to go on, another one runs. */
export interface ForcedSwitch extends Place {
  readonly run: string;
}

/** Of an operation by its number; `visits`: how often its thread was there before. */
export function stepName(op: number, visits: number): string {
  return `${op} ${visits}`;
}

/** The number of the operation of such a name. */
export function numberOfStep(step: string): number {
  return Number.parseInt(step, 10);
}

export interface LedStep extends Place {
  /** Who was to go on, where another one ran; null: this one was. */
  readonly instead: Place | null;
}

/** A schedule that got stuck, as it was led. */
export interface LedSchedule {
  readonly steps: readonly LedStep[];
  /** Index of the thread of each step. */
  readonly order: readonly number[];
  /** Which deadlock it is, by its classes. */
  readonly kind: string;
  /** The stuck threads of its cycle, or all of them where there is no cycle. */
  readonly stuck: readonly Place[];
  readonly isCycle: boolean;
}

/** Says who is to run. */
export interface Leader {
  /** Of two or more that can; `standard`: whoever ran last, else the first. Answers a thread. */
  choose(standard: Place, enabled: readonly string[]): string;
  /** A step is taken, whether anybody was asked or not. */
  passes(place: Place): void;
}

/** Transactions that back off for ever are the only ones that take so long. */
const STEPS_MAX = 200_000;

/** Runs a schedule on the model, by a leader that has led none before; null: it did not get stuck. */
export function leadSchedule(program: ModelProgram, leader: Leader): LedSchedule | null {
  return new ModelLead(program).run(leader);
}

class ModelLead {
  readonly #program: ModelProgram;
  readonly #machine: ModelMachine;
  readonly #names: readonly string[];
  /** How often a thread was at an operation. */
  readonly #visits = new Map<string, number>();

  constructor(program: ModelProgram) {
    this.#program = program;
    this.#machine = new ModelMachine(program);
    this.#names = program.scenario.threads.map(({ name }) => name);
  }

  run(leader: Leader): LedSchedule | null {
    const machine = this.#machine;
    const order: number[] = [];
    const steps: LedStep[] = [];
    let running = -1;
    for (let enabled = this.#enabled(); enabled.length > 0; enabled = this.#enabled()) {
      if (steps.length === STEPS_MAX) return null;
      const standard = enabled.includes(running) ? running : (enabled[0] as number);
      const chosen = enabled.length === 1 ? standard : this.#choose(leader, standard, enabled);
      const instead = chosen === standard ? null : this.#placeOf(standard);
      const place = this.#placeOf(chosen);
      leader.passes(place);
      steps.push({ ...place, instead });
      this.#visits.set(this.#keyOf(chosen), this.#visitsOf(chosen) + 1);
      order.push(chosen);
      machine.step(chosen);
      running = chosen;
    }
    if (!machine.leavesSomeone) return null;
    const deadlock = deadlockAfter(this.#program, order);
    const { kind, threads, isCycle } = kindOfStuck(deadlock);
    const stuck = threads.map((name) => this.#placeOf(this.#names.indexOf(name)));
    return { steps, order, kind, stuck, isCycle };
  }

  #enabled(): number[] {
    const enabled: number[] = [];
    for (let thread = 0; thread < this.#program.threads; thread++) {
      if (this.#machine.canStep(thread)) enabled.push(thread);
    }
    return enabled;
  }

  #choose(leader: Leader, standard: number, enabled: readonly number[]): number {
    const names = enabled.map((thread) => this.#names[thread] as string);
    const at = names.indexOf(leader.choose(this.#placeOf(standard), names));
    return at < 0 ? standard : (enabled[at] as number);
  }

  #placeOf(thread: number): Place {
    const step = stepName(this.#opOf(thread)?.line ?? -1, this.#visitsOf(thread));
    return { thread: this.#names[thread] as string, step };
  }

  #visitsOf(thread: number): number {
    return this.#visits.get(this.#keyOf(thread)) ?? 0;
  }

  #keyOf(thread: number): string {
    return `${thread} ${this.#opOf(thread)?.line}`;
  }

  #opOf(thread: number): ScenarioOp | undefined {
    const node = this.#program.stepOf[this.#machine.nodeOf(thread)] as number;
    return this.#program.graph.nodes[node]?.step?.op;
  }
}
