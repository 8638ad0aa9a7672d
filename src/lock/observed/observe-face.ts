import type { LockThread } from '../lock-thread.ts';
import { FaceObserver } from './face-observer.ts';
import { TimedObserver } from './timed-observer.ts';

/** Who tells what is done with a lock; only a run that keeps times has anybody who looks at a clock. */
export function observeFace(thread: LockThread, lock: number, classIndex: number): FaceObserver {
  const { times } = thread;
  return times === null
    ? new FaceObserver(thread, lock, classIndex)
    : new TimedObserver(thread, lock, classIndex, times);
}
