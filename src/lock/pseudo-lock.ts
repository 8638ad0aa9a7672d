import type { PseudoLock } from './lock-contracts.ts';
import { TrackedLock } from './tracked-lock.ts';

/** An order without a lock (lockdep's lock_map): `fs_reclaim`, fence signalling. Excludes nobody. */
export class PseudoLockFace extends TrackedLock implements PseudoLock {
  enter(): void {
    if (this.thread.tracking) this.taken(this.rowBy(this.slot), this.countAt);
  }

  leave(): void {
    if (this.thread.tracking) this.dropped();
  }

  /** Says that it might be entered here (lockdep's might_lock, might_alloc): order is checked, no more. */
  mightEnter(): void {
    if (this.thread.tracking) this.rowBy(this.slot);
  }
}
