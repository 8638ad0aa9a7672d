import { readFileSync } from 'node:fs';
import { THREAD_CPU } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** Run time, time in the run queue, time slices: of the calling thread, in nanoseconds. */
const SCHEDULER_FILE = '/proc/thread-self/schedstat';
const STATUS_FILE = '/proc/thread-self/status';

interface CpuCounts {
  readonly runNs: number;
  readonly waitedNs: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
}

/**
 * What the system charges the calling thread for its work: read as it begins and as it ends, about
 * 25 us each. Where the system does not tell (no /proc), the record stays unknown.
 */
export class CpuAccount {
  readonly #memory: SharedMemory;
  readonly #thread: number;
  readonly #before: CpuCounts | null;

  /** `thread`: 1-based id. Its work begins now. */
  constructor(memory: SharedMemory, thread: number) {
    this.#memory = memory;
    this.#thread = thread;
    this.#before = cpuCounts();
  }

  /** Its work has ended: from here on the record is known. */
  close(): void {
    const after = cpuCounts();
    const before = this.#before;
    if (before === null || after === null) return;
    const region = this.#memory.region(THREAD_CPU);
    const at = region.at(this.#thread);
    const { i32, handle } = this.#memory;
    const f64 = new Float64Array(handle.buffer);
    f64[(at + region.word.runNs) >> 1] = after.runNs - before.runNs;
    f64[(at + region.word.waitedNs) >> 1] = after.waitedNs - before.waitedNs;
    i32[at + region.word.voluntarySwitches] = after.voluntarySwitches - before.voluntarySwitches;
    i32[at + region.word.involuntarySwitches] =
      after.involuntarySwitches - before.involuntarySwitches;
    i32[at + region.word.known] = 1;
  }
}

/** null: the system does not tell. */
function cpuCounts(): CpuCounts | null {
  try {
    const [runNs, waitedNs] = readFileSync(SCHEDULER_FILE, 'utf8').split(' ').map(Number);
    const status = readFileSync(STATUS_FILE, 'utf8');
    const counts = {
      runNs: runNs ?? Number.NaN,
      waitedNs: waitedNs ?? Number.NaN,
      voluntarySwitches: switchesIn(status, 'voluntary'),
      involuntarySwitches: switchesIn(status, 'nonvoluntary'),
    };
    return Object.values(counts).every(Number.isFinite) ? counts : null;
  } catch {
    return null;
  }
}

function switchesIn(status: string, how: string): number {
  return Number(new RegExp(`^${how}_ctxt_switches:\\s*(\\d+)$`, 'm').exec(status)?.[1]);
}
