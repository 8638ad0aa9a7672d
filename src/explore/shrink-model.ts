import { compileProgram } from '../scenario/model/compile-program.ts';
import type { ModelProgram } from '../scenario/model/model-program.ts';
import type { Scenario, ScenarioOp, Verb } from '../scenario/scenario.ts';
import {
  type ForcedSwitch,
  type LedSchedule,
  type Leader,
  leadSchedule,
  numberOfStep,
} from './shrink-lead.ts';
import { followSteps, forceSwitches, straightSwitches, switchesOf } from './shrink-leaders.ts';
import { shortestList } from './shrink-list.ts';
import { type KnownDeadlock, findOnModel } from './shrink-start.ts';
import { type ScenarioRest, ScenarioParts } from './shrink-scenario.ts';

/** A smaller scenario, and a schedule of the model that gets it stuck. */
export interface ModelShrunk {
  readonly scenario: Scenario;
  /** Index of the thread of each step. */
  readonly order: readonly number[];
  /** Schedules that were run to find it. */
  readonly tries: number;
}

/** Schedules between two chances for everything else. */
const TRIES_AT_ONCE = 64;
const SIGNALS: ReadonlySet<Verb> = new Set(['complete', 'fence_signal', 'cond_signal']);

/**
 * Makes a scenario smaller that can get stuck in such a deadlock, on the model: whole threads are left
 * out first, then forced switches, then operations, until nothing more can be. What is left gets stuck
 * in a deadlock of the same classes. null: the model does not come to the deadlock.
 */
export async function shrinkOnModel(
  scenario: Scenario,
  known: KnownDeadlock,
  isOver: () => boolean,
): Promise<ModelShrunk | null> {
  const parts = new ScenarioParts(scenario);
  const numbered = parts.build(parts.whole);
  const led = numbered === null ? null : findOnModel(parts, numbered, known, isOver);
  if (numbered === null || led === null) return null;
  const shrinker = new ModelShrinker(parts, numbered, led, isOver);
  await shrinker.shrink();
  const smallest = parts.inFile(shrinker.rest);
  if (smallest === null) return null;
  return { scenario: smallest, order: shrinker.led.order, tries: shrinker.tries };
}

class ModelShrinker {
  /** The smallest so far. */
  rest: ScenarioRest;
  led: LedSchedule;
  tries = 0;
  readonly #parts: ScenarioParts;
  readonly #threads: readonly string[];
  readonly #needed: ReadonlySet<number>;
  readonly #isOver: () => boolean;
  #compiledRest: ScenarioRest | null = null;
  #compiled: ModelProgram | null = null;

  constructor(parts: ScenarioParts, numbered: Scenario, led: LedSchedule, isOver: () => boolean) {
    this.rest = parts.whole;
    this.led = led;
    this.#parts = parts;
    this.#threads = numbered.threads.map(({ name }) => name);
    this.#needed = neededOps(numbered, led);
    this.#isOver = isOver;
  }

  async shrink(): Promise<void> {
    for (let before = ''; before !== this.#size && !this.#isOver(); ) {
      before = this.#size;
      await this.#dropThreads();
      await this.#dropSwitches();
      await this.#dropPieces();
    }
  }

  get #size(): string {
    return `${this.rest.threads.size} ${this.rest.ops.size} ${switchesOf(this.led).length}`;
  }

  async #dropThreads(): Promise<void> {
    // Where there is no cycle, any of those who are stuck may be one too many.
    const cycle = this.led.isCycle ? this.led.stuck : [];
    const stuck = new Set(cycle.map(({ thread }) => thread));
    const others = this.#threads.filter((name) => this.rest.threads.has(name) && !stuck.has(name));
    await shortestList(
      others,
      (kept) => this.#suffices(this.#parts.withoutThreads(this.rest, new Set([...stuck, ...kept]))),
      this.#isOver,
    );
  }

  async #dropSwitches(): Promise<void> {
    const switches = switchesOf(this.led);
    const straight = straightSwitches(this.led.stuck, this.#threads);
    if (straight.length < switches.length) await this.#leads(this.rest, forceSwitches(straight));
    await shortestList(
      switchesOf(this.led),
      (kept) => this.#leads(this.rest, forceSwitches(kept)),
      this.#isOver,
    );
  }

  async #dropPieces(): Promise<void> {
    await shortestList(
      this.#parts.piecesOf(this.rest),
      (kept) => this.#suffices({ ...this.rest, ops: new Set(kept.flat()) }),
      this.#isOver,
    );
  }

  /** Whether what is left gets stuck the plain way, by the same switches, or by the same steps. */
  async #suffices(rest: ScenarioRest): Promise<boolean> {
    for (const op of this.#needed) if (!rest.ops.has(op)) return false;
    const straight = straightSwitches(this.led.stuck, this.#threads);
    if (await this.#leads(rest, forceSwitches(straight))) return true;
    const switches: readonly ForcedSwitch[] = switchesOf(this.led);
    if (await this.#leads(rest, forceSwitches(switches))) return true;
    return this.#leads(rest, followSteps(this.led.steps));
  }

  async #leads(rest: ScenarioRest, leader: Leader): Promise<boolean> {
    const program = this.#programOf(rest);
    if (program === null) return false;
    if (++this.tries % TRIES_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    const led = leadSchedule(program, leader);
    if (led === null || led.kind !== this.led.kind) return false;
    this.rest = rest;
    this.led = led;
    return true;
  }

  /** The same rest is tried with several leaders. */
  #programOf(rest: ScenarioRest): ModelProgram | null {
    if (rest !== this.#compiledRest) {
      const scenario = this.#parts.build(rest);
      this.#compiledRest = rest;
      this.#compiled = scenario === null ? null : compileProgram(scenario);
    }
    return this.#compiled;
  }
}

/**
 * Signals of what is waited for in the end, where there is no cycle. Without them nobody could end the
 * wait, and the deadlock would be another one, that needs no schedule.
 */
function neededOps(
  { threads, reclaim }: Scenario,
  { stuck, isCycle }: LedSchedule,
): ReadonlySet<number> {
  if (isCycle) return new Set();
  const ops: readonly ScenarioOp[] = [...threads.flatMap((thread) => thread.ops), ...reclaim];
  const lines = new Set(stuck.map(({ step }) => numberOfStep(step)));
  const wanted = new Set(ops.flatMap((op) => (lines.has(op.line) && 'lock' in op ? op.lock : [])));
  const signals = ops.filter((op) => SIGNALS.has(op.verb) && 'lock' in op && wanted.has(op.lock));
  return new Set(signals.map(({ line }) => line));
}
