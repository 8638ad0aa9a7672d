import { cpus } from 'node:os';
import type { CpuUse } from '../compare/ledger.ts';

/** Begins to watch the CPU time of this process and of all others; the answer tells it since then. */
export function watchCpu(): () => CpuUse {
  const before = process.resourceUsage();
  const machineBefore = machineMs();
  return () => {
    const after = process.resourceUsage();
    const machine = machineMs();
    const userMs = (after.userCPUTime - before.userCPUTime) / 1000;
    const systemMs = (after.systemCPUTime - before.systemCPUTime) / 1000;
    const wholeMs = machine.whole - machineBefore.whole;
    const othersMs = machine.busy - machineBefore.busy - userMs - systemMs;
    return {
      userMs,
      systemMs,
      voluntarySwitches: after.voluntaryContextSwitches - before.voluntaryContextSwitches,
      involuntarySwitches: after.involuntaryContextSwitches - before.involuntaryContextSwitches,
      // Both clocks are coarse: a little less than nothing is nothing.
      othersShare: wholeMs === 0 ? 0 : Math.max(0, othersMs / wholeMs),
    };
  };
}

/** Of all cores together, since the machine started. */
function machineMs(): { readonly busy: number; readonly whole: number } {
  let busy = 0;
  let whole = 0;
  for (const { times } of cpus()) {
    const { user, nice, sys, irq, idle } = times;
    busy += user + nice + sys + irq;
    whole += user + nice + sys + irq + idle;
  }
  return { busy, whole };
}
