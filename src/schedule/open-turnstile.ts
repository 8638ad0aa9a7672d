import type { RunPlan, SchedulePlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { findStrategy } from './strategy-catalog.ts';
import { Turnstile } from './turnstile.ts';
import { strategyRegion } from './turnstile-memory.ts';

/** A thread's end of the turnstile, with the strategy of the plan over its shared words. */
export function openTurnstile(memory: SharedMemory, plan: RunPlan, thread: number): Turnstile {
  const { strategy, strategyWords } = plan.schedule as SchedulePlan;
  const region = memory.region(strategyRegion(strategyWords));
  const words = memory.i32.subarray(region.base, region.base + strategyWords);
  const opened = findStrategy(strategy).open(words, plan.threads.length);
  return new Turnstile(memory, plan, thread, opened);
}
