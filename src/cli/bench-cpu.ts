import { cpus } from 'node:os';
import type { CpuUse } from '../compare/ledger.ts';

/** Begins to watch the CPU time of this process and of all others; the answer tells it since then. */
export function watchCpu(): () => CpuUse {
  const before = process.resourceUsage();
  const idleBefore = idleMs();
  const beganMs = performance.now();
  return () => {
    const after = process.resourceUsage();
    const userMs = (after.userCPUTime - before.userCPUTime) / 1000;
    const systemMs = (after.systemCPUTime - before.systemCPUTime) / 1000;
    const wholeMs = (performance.now() - beganMs) * cpus().length;
    const othersMs = wholeMs - (idleMs() - idleBefore) - userMs - systemMs;
    return {
      userMs,
      systemMs,
      voluntarySwitches: after.voluntaryContextSwitches - before.voluntaryContextSwitches,
      involuntarySwitches: after.involuntaryContextSwitches - before.involuntaryContextSwitches,
      // Both clocks are coarse: of a short time it may be less than nothing.
      othersShare: othersMs / wholeMs,
    };
  };
}

/**
 * Of all cores together, since the machine started. What is neither idle nor ours is others': other
 * processes, and what a host takes from a virtual machine, which no process is charged for.
 */
function idleMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0);
}
