import { SLOTS_PER_VARIANT, TRIED } from '../shared/lock-registry.ts';
import type { Acquisition } from './acquisition.ts';
import type { AcquireContext, MutexLock, WwMutexLock } from './lock-contracts.ts';
import { TrackedLock } from './tracked-lock.ts';

/**
 * A lock that does not lock (as locktorture's lock_busted): every acquisition succeeds, for everybody.
 * It proves that the checks of a run's integrity can fail.
 */
export class BustedMutex extends TrackedLock implements MutexLock {
  acquire(): Acquisition {
    return this.#pretend(this.slot);
  }

  acquireNested(subclass: number): Acquisition {
    return this.#pretend(this.nestedSlot(subclass));
  }

  tryAcquire(): Acquisition {
    return this.#pretend(this.slot + TRIED);
  }

  acquireFor(_timeoutMs: number): Acquisition {
    return this.acquire();
  }

  release(): void {
    this.dropped();
  }

  isHeld(): boolean {
    return this.held.find(this.index) !== 0;
  }

  #pretend(slot: number): Acquisition {
    this.taken(this.rowBy(slot), this.countOf(slot));
    return 'acquired';
  }
}

/** The same for a ww-mutex: it knows what this thread holds, and refuses nobody. */
export class BustedWwMutex extends TrackedLock implements WwMutexLock {
  acquire(context: AcquireContext | null): Acquisition {
    if (context !== null && this.isHeld()) return 'already';
    const underContext = this.thread.evidence.registry.contextVariant(this.classIndex);
    return this.#pretend(context === null ? 0 : underContext * SLOTS_PER_VARIANT);
  }

  acquireSlow(context: AcquireContext): Acquisition {
    return this.acquire(context);
  }

  tryAcquire(_context: AcquireContext | null): Acquisition {
    return this.isHeld() ? 'already' : this.#pretend(TRIED);
  }

  acquireFor(context: AcquireContext | null, _timeoutMs: number): Acquisition {
    return this.acquire(context);
  }

  release(): void {
    this.dropped();
  }

  isHeld(): boolean {
    return this.held.find(this.index) !== 0;
  }

  #pretend(offset: number): Acquisition {
    this.taken(this.rowBy(this.slot + offset), this.countAt + offset);
    return 'acquired';
  }
}
