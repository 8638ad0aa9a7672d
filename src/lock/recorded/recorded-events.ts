import type { EventRing } from '../../shared/event-ring.ts';
import type { Acquisition } from '../acquisition.ts';
import { CompletionFace } from '../completion.ts';
import { FenceFace } from '../fence.ts';
import type { LockThread } from '../lock-thread.ts';
import { FaceRecorder } from './face-recorder.ts';

/** A completion whose signals are recorded, and who goes on because of them. */
export class RecordedCompletion extends CompletionFace {
  readonly #recorder: FaceRecorder;

  constructor(thread: LockThread, lock: number, ring: EventRing) {
    super(thread, lock);
    this.#recorder = new FaceRecorder(thread, ring, lock);
  }

  override complete(): void {
    this.#recorder.signalling();
    super.complete();
  }

  override pulse(): void {
    this.#recorder.signalling();
    super.pulse();
  }

  override isComplete(): boolean {
    const complete = super.isComplete();
    if (complete) this.#recorder.passed();
    return complete;
  }

  /** `wait` comes here, too. */
  override waitFor(timeoutMs: number): Acquisition {
    const answer = super.waitFor(timeoutMs);
    if (answer === 'acquired') this.#recorder.passed();
    return answer;
  }
}

/** The same for a fence. */
export class RecordedFence extends FenceFace {
  readonly #recorder: FaceRecorder;

  constructor(thread: LockThread, lock: number, ring: EventRing) {
    super(thread, lock);
    this.#recorder = new FaceRecorder(thread, ring, lock);
  }

  override signal(seqno: number): void {
    this.#recorder.signalling();
    super.signal(seqno);
  }

  /** Every wait looks here first; one that was passed without sleeping is told here. */
  override isSignalled(seqno: number): boolean {
    const signalled = super.isSignalled(seqno);
    if (signalled) this.#recorder.passed();
    return signalled;
  }
}
