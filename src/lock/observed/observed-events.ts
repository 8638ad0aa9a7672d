import { POINT } from '../../schedule/schedule-view.ts';
import type { Acquisition } from '../acquisition.ts';
import { CompletionFace } from '../completion.ts';
import { FenceFace } from '../fence.ts';
import type { LockThread } from '../lock-thread.ts';
import type { FaceObserver } from './face-observer.ts';
import { observeFace } from './observe-face.ts';

/** A completion that is watched. */
export class ObservedCompletion extends CompletionFace {
  readonly #observer: FaceObserver;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.#observer = observeFace(thread, lock, this.classIndex);
  }

  override complete(): void {
    this.#observer.signalling();
    super.complete();
  }

  override pulse(): void {
    this.#observer.signalling();
    super.pulse();
  }

  override isComplete(): boolean {
    this.#observer.about(POINT.wait);
    const complete = super.isComplete();
    if (complete) this.#observer.passed();
    return complete;
  }

  /** `wait` comes here, too. */
  override waitFor(timeoutMs: number): Acquisition {
    this.#observer.about(POINT.wait);
    return this.#observer.waited(super.waitFor(timeoutMs));
  }
}

/** The same for a fence. */
export class ObservedFence extends FenceFace {
  readonly #observer: FaceObserver;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.#observer = observeFace(thread, lock, this.classIndex);
  }

  override signal(seqno: number): void {
    this.#observer.signalling();
    super.signal(seqno);
  }

  override isSignalled(seqno: number): boolean {
    this.#observer.about(POINT.wait);
    const signalled = super.isSignalled(seqno);
    if (signalled) this.#observer.passed();
    return signalled;
  }

  /** `wait` comes here, too. */
  override waitFor(seqno: number, timeoutMs: number): Acquisition {
    this.#observer.about(POINT.wait);
    return this.#observer.waited(super.waitFor(seqno, timeoutMs));
  }
}
