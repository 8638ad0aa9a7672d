import { WaitRecord } from '../../deadlock/wait-record.ts';
import type { SharedMemory } from '../../shared/shared-memory.ts';
import { TIMED_EVENT, type TimedRing } from '../../shared/timed-ring.ts';

/** A thread's wait where the run keeps times: each is clocked as it begins. */
export class TimedWait extends WaitRecord {
  readonly #times: TimedRing;

  constructor(memory: SharedMemory, thread: number, times: TimedRing) {
    super(memory, thread);
    this.#times = times;
  }

  override begin(lock: number, mode: number, value: number, row: number, owner = 0): void {
    this.#times.push(TIMED_EVENT.wait, lock, row);
    super.begin(lock, mode, value, row, owner);
  }
}
