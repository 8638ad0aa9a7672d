import { TrackedLock } from '../lock/tracked-lock.ts';
import type { SlotRequest } from '../shared/lock-registry.ts';
import type { LockThread } from '../lock/lock-thread.ts';

/**
 * A lock as one task of a trace has it: it enters and leaves the stack of held locks and is judged like
 * any other, but there is nothing to wait for. What a lock answered stands in the trace.
 */
export class TraceLock extends TrackedLock {
  /** Called after the chain that this acquisition leads to was learnt. */
  readonly #learnt: (row: number) => void;

  constructor(thread: LockThread, lock: number, learnt: (row: number) => void) {
    super(thread, lock);
    this.#learnt = learnt;
  }

  slotFor(request: SlotRequest): number {
    return this.thread.evidence.registry.slotFor(this.classIndex, request);
  }

  take(slot: number): void {
    this.taken(this.rowBy(slot), this.countOf(slot));
  }

  /** The order is judged as for an acquisition, no more (might_lock, might_alloc). */
  mightTake(slot: number): void {
    this.rowBy(slot);
  }

  /** False: it was not held, which is reported. */
  drop(): boolean {
    return this.dropped();
  }

  protected override rowBy(slot: number): number {
    const known = this.i32[(this.i32[this.held.top - 1] as number) + slot] as number;
    if (known !== 0) return known;
    const row = this.thread.validator.learn(this.index, slot);
    this.#learnt(row);
    return row;
  }
}
