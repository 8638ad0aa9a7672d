import { TRIED } from '../shared/lock-registry.ts';
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

  initialise(): void {
    if (this.isHeld()) this.thread.validator.heldFreed(this.index, 'initialised');
  }

  free(): void {
    if (this.isHeld()) this.thread.validator.heldFreed(this.index, 'freed');
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
    return this.#pretend(context === null ? this.slot : this.#contextSlot());
  }

  acquireSlow(context: AcquireContext): Acquisition {
    return this.acquire(context);
  }

  tryAcquire(_context: AcquireContext | null): Acquisition {
    return this.isHeld() ? 'already' : this.#pretend(this.slot + TRIED);
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

  #contextSlot(): number {
    const { registry } = this.thread.evidence;
    const { context } = registry.classOfLock(this.index);
    if (context === undefined) return this.slot;
    return registry.slotFor(this.classIndex, { nestClass: registry.classIndex(context) });
  }

  #pretend(slot: number): Acquisition {
    this.taken(this.rowBy(slot), this.countOf(slot));
    return 'acquired';
  }
}
