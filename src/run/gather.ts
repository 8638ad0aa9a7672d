import { setTimeout as pause } from 'node:timers/promises';
import { nowNs } from '../base/clock.ts';
import type { Finding } from '../validate/finding.ts';
import type { CrewRun } from './crew-run.ts';
import type { OpenRun } from './open-run.ts';
import type { RunEnding } from './run-result.ts';

const POLL_MS = 2;

export interface EarlyEnd {
  readonly ending: RunEnding;
  readonly findings: readonly Finding[];
}

/** Waits until all threads stand at the start barrier; tells why when they never will. */
export async function gather(
  run: OpenRun,
  threads: CrewRun,
  interrupt: AbortSignal,
): Promise<EarlyEnd | null> {
  const { plan, limits } = run.planned;
  const deadlineMs = nowNs() / 1e6 + limits.gatherMs;
  while (run.control.arrived < plan.threads.length) {
    if (threads.crashes.length > 0) return { ending: 'crash', findings: [] };
    if (interrupt.aborted) return { ending: 'interrupted', findings: [] };
    if (nowNs() / 1e6 > deadlineMs) return { ending: 'stall', findings: [notStarted(run)] };
    await Promise.race([pause(POLL_MS), threads.nextEnding]);
  }
  return null;
}

function notStarted(run: OpenRun): Finding {
  const { plan, limits } = run.planned;
  return {
    type: 'stall',
    level: 'confirmed',
    key: 'stall at start',
    summary:
      `only ${run.control.arrived} of ${plan.threads.length} threads were ready ` +
      `within ${limits.gatherMs / 1000} s; nothing was run`,
    locks: [],
    threads: [],
    cycle: [],
    details: [],
    afterOperations: 0,
  };
}
