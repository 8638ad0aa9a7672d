import { nowNs } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { ClassCounters } from '../measure/class-counters.ts';
import { SLOTS_PER_VARIANT } from '../shared/lock-registry.ts';
import { LOCK, SLOT_COUNTS } from '../shared/memory-map.ts';
import { eachHeldLock } from '../validate/held-locks.ts';
import type { HeldLocks } from '../validate/held-locks.ts';
import type { LockIdentity } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';

/**
 * What every instrumented lock face shares: its slots in the chain automaton, the push on and pop
 * from the stack of held locks, and the counters. The fast half is a few plain loads and stores on
 * lines that this thread owns; clocks, stacks and walks belong to the slow half.
 */
export abstract class TrackedLock implements LockIdentity {
  readonly index: number;
  readonly name: string;
  protected readonly thread: LockThread;
  protected readonly i32: Int32Array;
  protected readonly held: HeldLocks;
  /** Index of the word that holds the top of that stack. */
  protected readonly topAt: number;
  protected readonly counters: ClassCounters;
  protected readonly classIndex: number;
  /** Index of the lock's state word. */
  protected readonly word: number;
  /** Entry on the stack of held locks. */
  protected readonly tag: number;
  /** Slot of the plain, blocking, exclusive acquisition. */
  protected readonly slot: number;
  /** Subclasses that the class declares, 0 included. */
  protected readonly subclasses: number;
  /** Index of this thread's SLOT_COUNTS of `slot`; those of other slots follow. */
  protected readonly countAt: number;
  protected readonly clockMask: number;
  readonly #holdDelayNs: number;

  constructor(thread: LockThread, lock: number) {
    const { registry } = thread.evidence;
    const region = thread.memory.region(LOCK);
    const instance = thread.plan.locks.locks[lock] as { classIndex: number; name: string };
    this.index = lock;
    this.name = instance.name;
    this.thread = thread;
    this.i32 = thread.i32;
    this.held = thread.held;
    this.topAt = thread.held.topAt;
    this.classIndex = instance.classIndex;
    this.counters = thread.counters(this.classIndex);
    this.word = region.at(lock) + region.word.state;
    this.tag = lock + 1;
    this.slot = registry.slotOf(this.classIndex);
    this.subclasses = registry.classOfLock(lock).subclasses;
    this.countAt = thread.counterOf(this.slot);
    this.#holdDelayNs = registry.classOfLock(lock).holdDelayNs ?? 0;
    // Every delayed hold takes the path of a clocked one, so that no other hold pays for the question.
    this.clockMask = this.#holdDelayNs > 0 ? 0 : thread.clockMask;
  }

  /** Says that the caller must hold it here (lockdep_assert_held); a `not-held` finding otherwise. */
  assertHeld(): void {
    if (this.thread.tracking && this.held.find(this.index) === 0)
      this.thread.validator.notHeld(this.index);
  }

  /** Says that it might be acquired here (might_lock): the order is checked, no more. */
  mightAcquire(): void {
    if (this.thread.tracking) this.rowBy(this.slot);
  }

  /** Row that an acquisition by `slot` leads to; judged now if it was never seen. */
  protected rowBy(slot: number): number {
    const { i32 } = this;
    const row = i32[(i32[(i32[this.topAt] as number) - 1] as number) + slot] as number;
    return row !== 0 ? row : this.thread.validator.learn(this.index, slot);
  }

  /** Index of this thread's SLOT_COUNTS of a slot of this class. */
  protected countOf(slot: number): number {
    return this.countAt + (slot - this.slot) * SLOT_COUNTS;
  }

  /** Slot of an annotated acquisition. @throws {UsageError} for a subclass that was not declared. */
  protected nestedSlot(subclass: number): number {
    if (subclass >= 0 && subclass < this.subclasses) {
      return this.slot + subclass * SLOTS_PER_VARIANT;
    }
    throw new UsageError(
      `${this.name} is acquired with subclass ${subclass}, its class declares ${this.subclasses}`,
      'declare more `subclasses` for the class, 8 at the most',
    );
  }

  /** The lock is this thread's: remember it, and count it at `countAt` (see countOf). */
  protected taken(row: number, countAt: number): void {
    const { i32, topAt } = this;
    const top = i32[topAt] as number;
    i32[top] = this.tag;
    i32[top + 1] = row;
    i32[topAt] = top + 2;
    const count = ((i32[countAt] as number) + 1) | 0;
    i32[countAt] = count;
    if ((count & this.clockMask) === 0) this.clockHold();
  }

  /** Starts the clock of the hold that has just begun, and delays it where the plan says so. */
  protected clockHold(): void {
    this.thread.clockNewest();
    if (this.#holdDelayNs === 0) return;
    const endNs = nowNs() + this.#holdDelayNs;
    while (nowNs() < endNs);
  }

  /** The lock leaves the stack of held locks. False: it was not on it. */
  protected dropped(): boolean {
    const { i32, topAt } = this;
    const newest = (i32[topAt] as number) - 2;
    if (i32[newest] === this.tag) {
      i32[newest] = 0;
      i32[topAt] = newest;
      return true;
    }
    return this.thread.dropHeld(this.index, this.classIndex);
  }

  /** Start of a wait, for the clock of `endWait`. */
  protected startNs(): number {
    return this.thread.clocking ? nowNs() : 0;
  }

  /** Chain row by which `owner` holds this lock, for the contention point; 0: not to be seen. */
  protected holderRow(owner: number): number {
    let row = 0;
    if (owner === 0 || !this.thread.clocking) return row;
    eachHeldLock(this.thread.memory, owner, (lock, heldRow) => {
      if (lock === this.index) row = heldRow;
    });
    return row;
  }

  /** Remembers, counts and clocks an acquisition that had to wait for `holder` (0: not known). */
  protected takenAfterWait(
    row: number,
    slot: number,
    sinceNs: number,
    holder: number,
    holderRow: number,
  ): void {
    this.counters.waited(holder !== 0 && holder !== this.thread.id);
    if (this.thread.clocking) {
      this.counters.waitedFor(nowNs() - sinceNs);
      if (holderRow !== 0) this.counters.contendedAt(row, holderRow);
    }
    this.taken(row, this.countOf(slot));
  }
}
