import { type LockPlan, PAUSE } from '../shared/plan.ts';
import type { Scenario, Verb } from '../scenario/scenario.ts';
import type { ExploredProgram } from './program.ts';

const REFUSABLE: ReadonlySet<Verb> = new Set(['trylock', 'timedlock', 'tryread', 'trywrite']);

/**
 * Where the threads of a program pause, by class. A release is a point only where somebody tries: what
 * that one is told depends on it; else a release stops nobody and might as well have come at once.
 */
export function pausesOf(program: ExploredProgram, locks: LockPlan): number[] {
  const bits = program.kind === 'scenario' ? ofScenario(program.scenario, locks) : program.pauses;
  return locks.classes.map(({ name }) => bits[name] ?? PAUSE.acquire);
}

function ofScenario(
  { threads, reclaim }: Scenario,
  plan: LockPlan,
): Readonly<Record<string, number>> {
  const bits: Record<string, number> = {};
  for (const op of [...threads.flatMap(({ ops }) => ops), ...reclaim]) {
    if (!REFUSABLE.has(op.verb) || !('lock' in op)) continue;
    const name = plan.classes[plan.locks[op.lock]?.classIndex ?? -1]?.name ?? '';
    bits[name] = PAUSE.acquire | PAUSE.release;
  }
  return bits;
}
