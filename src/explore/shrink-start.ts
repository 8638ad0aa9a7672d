import { compileProgram } from '../scenario/model/compile-program.ts';
import type { ModelProgram } from '../scenario/model/model-program.ts';
import { ScheduleRunner } from '../scenario/model/run-schedule.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { random } from '../schedule/strategies/random.ts';
import { type LedSchedule, leadSchedule } from './shrink-lead.ts';
import { followOrder, followSteps, forceSwitches, straightSwitches } from './shrink-leaders.ts';
import type { ScenarioParts, ToldStep } from './shrink-scenario.ts';

/** A deadlock of a scenario, as it is known from elsewhere. */
export interface KnownDeadlock {
  /** Some or all steps that led to it, in their order. */
  readonly steps: readonly ToldStep[];
  /** Where its threads are stuck: those of its cycle, or all of them where there is none. */
  readonly stuck: readonly ToldStep[];
  /** Which one it is, by its classes: the same threads may get stuck there in several ways. */
  readonly kind: string;
}

/** Schedules drawn at random where nothing that is known leads to the deadlock. */
const DRAWN_MAX = 10_000;
const STEPS_MAX = 1_000_000;

/**
 * A schedule of the model that gets the same threads stuck at the same places, in the same way if there
 * is one: the known steps, the plainest schedule to those places, or whatever chance finds. null: none
 * of them does.
 *
 * @param numbered the scenario with its operations' numbers for lines
 */
export function findOnModel(
  parts: ScenarioParts,
  numbered: Scenario,
  known: KnownDeadlock,
  isOver: () => boolean,
): LedSchedule | null {
  const program = compileProgram(numbered);
  const wanted = textsOf(known.stuck);
  let similar: LedSchedule | null = null;
  for (const led of candidates(program, parts, known, isOver)) {
    const places = textsOf(parts.told(led.stuck));
    // Who waits behind those that are stuck belongs to the deadlock for one engine, for another not.
    if (!isPartOf(wanted, places) && !isPartOf(places, wanted)) continue;
    if (led.kind === known.kind) return led;
    similar ??= led;
  }
  return similar;
}

function* candidates(
  program: ModelProgram,
  parts: ScenarioParts,
  { steps, stuck }: KnownDeadlock,
  isOver: () => boolean,
): Iterable<LedSchedule> {
  const threads = program.scenario.threads.map(({ name }) => name);
  const places = stuck.flatMap((told) => parts.numbered([told]));
  const followed = leadSchedule(program, followSteps(parts.numbered(steps)));
  if (followed !== null) yield followed;
  const straight = leadSchedule(program, forceSwitches(straightSwitches(places, threads)));
  if (straight !== null) yield straight;
  const runner = new ScheduleRunner(program, random, [], STEPS_MAX);
  for (let n = 0; n < DRAWN_MAX && !isOver(); n++) {
    if (runner.run(1, n) !== 'deadlock') continue;
    const drawn = leadSchedule(program, followOrder(runner.last.choices, threads));
    if (drawn !== null) yield drawn;
  }
}

function textsOf(stuck: readonly ToldStep[]): ReadonlySet<string> {
  return new Set(stuck.map(({ thread, line, text }) => `${thread}:${line}:${text}`));
}

function isPartOf(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((entry) => whole.has(entry));
}
