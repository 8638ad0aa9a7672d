import { SHARED } from '../shared/lock-registry.ts';
import type { PseudoLock } from './lock-contracts.ts';
import { TrackedLock } from './tracked-lock.ts';

/**
 * An order without a lock (lockdep's lock_map): `fs_reclaim`, fence signalling. Excludes nobody.
 *
 * Fence signalling (kernel dma_fence_begin_signalling): a section that must get through for a fence to
 * signal enters it as a reader; whoever waits for a fence passes through it as a writer. So whatever
 * is held over a wait must not be wanted inside a section.
 */
export class PseudoLockFace extends TrackedLock implements PseudoLock {
  /** Sections nest; only the outermost is entered. */
  #sections = 0;

  enter(): void {
    if (this.thread.tracking) this.taken(this.rowBy(this.slot), this.countAt);
  }

  enterShared(): void {
    this.#sections++;
    if (this.#sections === 1) this.#enterSection();
  }

  leave(): void {
    if (this.#sections > 1) this.#sections--;
    else {
      this.#sections = 0;
      if (this.thread.tracking) this.dropped();
    }
  }

  mightEnter(): void {
    this.mightAcquire();
  }

  /** Who waits inside a section of its own waits for somebody else's fence: its own does not count. */
  mightWait(): void {
    if (!this.thread.tracking) return;
    const inside = this.#sections > 0;
    if (inside) this.dropped();
    this.mightAcquire();
    if (inside) this.#enterSection();
  }

  #enterSection(): void {
    if (!this.thread.tracking) return;
    this.taken(this.rowBy(this.slot + SHARED), this.countAt + SHARED);
  }
}
