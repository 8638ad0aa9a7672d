import { UsageError } from '../base/errors.ts';
import type { LockKind } from '../shared/plan.ts';
import { ThreadAcquireContext } from './acquire-context.ts';
import { BustedMutex, BustedWwMutex } from './busted-mutex.ts';
import { CompletionFace } from './completion.ts';
import { mutexPathOf } from './fast/mutex-path.ts';
import { FastMutex } from './fast-mutex.ts';
import { FenceFace } from './fence.ts';
import type {
  AcquireContext,
  Completion,
  Fence,
  LockIdentity,
  MutexLock,
  PseudoLock,
  RwSemaphoreLock,
  WwMutexLock,
} from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';
import { Mutex } from './mutex.ts';
import { PseudoLockFace } from './pseudo-lock.ts';
import { RawMutex } from './raw-mutex.ts';
import { ObservedCompletion, ObservedFence } from './observed/observed-events.ts';
import { ObservedMutex } from './observed/observed-mutex.ts';
import { ObservedRwSemaphore } from './observed/observed-rw-semaphore.ts';
import { ObservedWwMutex } from './observed/observed-ww-mutex.ts';
import { RwSemaphore } from './rw-semaphore.ts';
import { WwMutex } from './ww-mutex.ts';

/**
 * A thread's faces of all locks of the run, by class, in plan order. Each face is made once, when its
 * class is first asked for; asking again gives the same objects. Where the run keeps a record of
 * events or is under control, the faces are those that say so; elsewhere none of that is in their way.
 */
export class LockTable {
  readonly #thread: LockThread;
  readonly #faces = new Map<string, readonly unknown[]>();

  constructor(thread: LockThread) {
    this.#thread = thread;
  }

  mutexes(className: string): readonly MutexLock[] {
    return this.#all(className, 'mutex', (lock, busted) => {
      const thread = this.#thread;
      if (busted) return new BustedMutex(thread, lock);
      if (!thread.tracking) return new RawMutex(thread, lock, nameOf(thread, lock));
      return thread.observed ? new ObservedMutex(thread, lock) : newMutex(thread, lock);
    });
  }

  rwSemaphores(className: string): readonly RwSemaphoreLock[] {
    const thread = this.#thread;
    return this.#all(className, 'rw-semaphore', (lock) =>
      thread.observed ? new ObservedRwSemaphore(thread, lock) : new RwSemaphore(thread, lock),
    );
  }

  wwMutexes(className: string): readonly WwMutexLock[] {
    const thread = this.#thread;
    return this.#all(className, 'ww-mutex', (lock, busted) => {
      if (busted) return new BustedWwMutex(thread, lock);
      return thread.observed ? new ObservedWwMutex(thread, lock) : new WwMutex(thread, lock);
    });
  }

  completions(className: string): readonly Completion[] {
    const thread = this.#thread;
    return this.#all(className, 'completion', (lock) =>
      thread.observed ? new ObservedCompletion(thread, lock) : new CompletionFace(thread, lock),
    );
  }

  fences(className: string): readonly Fence[] {
    const thread = this.#thread;
    return this.#all(className, 'fence', (lock) =>
      thread.observed ? new ObservedFence(thread, lock) : new FenceFace(thread, lock),
    );
  }

  /** The one instance of a pseudo class. */
  pseudo(className: string): PseudoLock {
    return this.#first(
      this.#all(className, 'pseudo', (lock) => new PseudoLockFace(this.#thread, lock)),
      className,
    );
  }

  /** This thread's acquire context of a pseudo class that some ww class names as its context. */
  context(className: string): AcquireContext {
    return this.#first(
      this.#all(
        `${className}`,
        'pseudo',
        (lock) => new ThreadAcquireContext(this.#thread, lock),
        'context ',
      ),
      className,
    );
  }

  /** Releases whatever this thread still holds, newest first; for the end of a faulty operation. */
  letGo(): void {
    const { held, evidence } = this.#thread;
    for (const { lock, row } of held.entries().reverse()) {
      const { chains, registry } = evidence;
      const shared = registry.slots[chains.slotOf(chains.chainOfRow(row))]?.shared === true;
      releaseFace(this.#faceOf(lock), shared);
    }
  }

  #faceOf(lock: number): LockIdentity | undefined {
    for (const faces of this.#faces.values()) {
      const found = (faces as readonly LockIdentity[]).find(({ index }) => index === lock);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #all<T>(
    className: string,
    kind: LockKind,
    make: (lock: number, busted: boolean) => T,
    prefix = '',
  ): readonly T[] {
    const known = this.#faces.get(prefix + className);
    if (known !== undefined) return known as readonly T[];
    const { registry } = this.#thread.evidence;
    const classIndex = registry.classIndex(className);
    const lockClass = registry.plan.classes[classIndex];
    if (lockClass?.kind !== kind) {
      throw new UsageError(
        `lock class "${className}" is a ${lockClass?.kind}, not a ${kind}`,
        'ask for it by its own kind',
      );
    }
    const faces: T[] = [];
    registry.plan.locks.forEach((lock, index) => {
      if (lock.classIndex === classIndex) faces.push(make(index, lockClass.busted === true));
    });
    this.#faces.set(prefix + className, faces);
    return faces;
  }

  #first<T>(faces: readonly T[], className: string): T {
    const face = faces[0];
    if (face === undefined) {
      throw new UsageError(`lock class "${className}" has no instance`, 'declare one');
    }
    return face;
  }
}

function newMutex(thread: LockThread, lock: number): Mutex {
  const delayed = (thread.evidence.registry.classOfLock(lock).holdDelayNs ?? 0) > 0;
  const path = delayed ? null : mutexPathOf(thread.memory);
  return path === null ? new Mutex(thread, lock) : new FastMutex(thread, lock, path);
}

function releaseFace(face: LockIdentity | undefined, shared: boolean): void {
  if (face instanceof RwSemaphore) {
    if (shared) face.releaseRead();
    else face.releaseWrite();
  } else if (face instanceof ThreadAcquireContext) face.end();
  else if (face instanceof PseudoLockFace) face.leave();
  else if (face instanceof Mutex || face instanceof WwMutex) face.release();
  else if (face instanceof BustedMutex || face instanceof BustedWwMutex) face.release();
}

function nameOf(thread: LockThread, lock: number): string {
  return thread.plan.locks.locks[lock]?.name ?? `lock ${lock}`;
}
