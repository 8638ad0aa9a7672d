import type { Acquisition } from './acquisition.ts';

/** What every lock instance tells of itself. */
export interface LockIdentity {
  /** Index in `RunPlan.locks.locks`. */
  readonly index: number;
  /** Instance name, unique in the run. */
  readonly name: string;
}

/** What can be said of a lock besides taking it. */
export interface Checked {
  /** The caller must hold it here; else a `not-held` finding (lockdep_assert_held). */
  assertHeld(): void;
  /** It might be acquired here: its order is checked now, not when it is (might_lock). */
  mightAcquire(): void;
}

/** Mutual exclusion; not recursive. Blocking forms block in `Atomics.wait` only. */
export interface MutexLock extends LockIdentity, Checked {
  /** `acquired` or `deadlock`. */
  acquire(): Acquisition;
  /** As `acquire`, annotated with a subclass of the lock class (lockdep's `_nested`). */
  acquireNested(subclass: number): Acquisition;
  /** `acquired` or `busy`; never waits. */
  tryAcquire(): Acquisition;
  /** `acquired`, `timed-out` or `deadlock`. A timed wait never counts as stuck. */
  acquireFor(timeoutMs: number): Acquisition;
  release(): void;
  /** Free from here on, whatever it was; a `held-freed` finding while somebody holds it. */
  initialise(): void;
  /** As `initialise`, before its memory is used for something else. */
  free(): void;
  /** Held by the calling thread. */
  isHeld(): boolean;
}

/** Fair reader-writer semaphore: first come, first served; readers at the head enter together. */
export interface RwSemaphoreLock extends LockIdentity, Checked {
  acquireRead(): Acquisition;
  tryAcquireRead(): Acquisition;
  acquireReadFor(timeoutMs: number): Acquisition;
  releaseRead(): void;
  acquireWrite(): Acquisition;
  tryAcquireWrite(): Acquisition;
  acquireWriteFor(timeoutMs: number): Acquisition;
  releaseWrite(): void;
  /** Writer becomes reader without letting another writer in between. */
  downgrade(): void;
  isHeld(): boolean;
}

/** A transaction over ww-mutexes; one per thread and ww class, live from `begin` to `end`. */
export interface AcquireContext {
  readonly live: boolean;
  begin(): void;
  /** No more acquisitions follow; optional. */
  done(): void;
  /** All its ww-mutexes must be released. */
  end(): void;
}

/** Wait/wound mutex (Documentation/locking/ww-mutex-design.rst). Context null: a plain mutex. */
export interface WwMutexLock extends LockIdentity, Checked {
  /** `acquired`, `already`, `back-off` or `deadlock`. */
  acquire(context: AcquireContext | null): Acquisition;
  /** After a back-off, with nothing of the context held: waits for the lock that refused. */
  acquireSlow(context: AcquireContext): Acquisition;
  /** `acquired`, `already` or `busy`. */
  tryAcquire(context: AcquireContext | null): Acquisition;
  acquireFor(context: AcquireContext | null, timeoutMs: number): Acquisition;
  release(): void;
  isHeld(): boolean;
}

/** Who may signal an event whose class has `signallers: 'listed'`: those who promised, nobody else. */
export interface Promised {
  /** This thread may signal it; before anybody waits. */
  promise(): void;
  /** This thread will not signal it any more; whoever is stuck by that is reported here. */
  withdraw(): void;
}

/** One-shot event that a known thread promised to bring about. */
export interface Completion extends LockIdentity, Promised {
  /** Not complete from here on; thread `signaller` will complete it. */
  begin(signaller: number): void;
  complete(): void;
  /** Not complete from here on; promises stay as they are. Nobody may be waiting. */
  renew(): void;
  /** Lets those pass who wait now, and is forgotten. */
  pulse(): void;
  isComplete(): boolean;
  /** `acquired` (complete) or `deadlock`. */
  wait(): Acquisition;
  waitFor(timeoutMs: number): Acquisition;
}

/** A slot of a fence timeline: remembers the last signalled sequence number (wrapping 32 bits). */
export interface Fence extends LockIdentity, Promised {
  setSignaller(thread: number): void;
  signal(seqno: number): void;
  isSignalled(seqno: number): boolean;
  wait(seqno: number): Acquisition;
  waitFor(seqno: number, timeoutMs: number): Acquisition;
}

/** An order without a lock: `fs_reclaim`, fence signalling. Never blocks. */
export interface PseudoLock extends LockIdentity {
  /** Says that it might be entered here (lockdep: might_alloc): the order is checked, no more. */
  mightEnter(): void;
  /** Says that a fence might be waited for here (kernel: __dma_fence_might_wait). */
  mightWait(): void;
  enter(): void;
  /** Enters a section that a signal depends on; sections nest. */
  enterShared(): void;
  leave(): void;
}
