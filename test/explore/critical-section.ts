import { call, pause, type Steps } from './step.ts';

/** A place for one: notes who is inside, and that nobody came while somebody was. */
export class CriticalSection {
  entries = 0;
  #inside = 0;

  /** To be called with the lock held; others may run while the caller is inside. */
  *visit(): Steps {
    this.#inside++;
    this.entries++;
    if (this.#inside > 1) throw new Error('two threads in the critical section');
    yield* pause('inside the critical section');
    this.#inside--;
  }
}

interface SimpleMutex {
  acquire(): unknown;
  release(): void;
}

/** Lock, visit, unlock, so many times. */
export function* visitLocked(mutex: SimpleMutex, place: CriticalSection, rounds = 1): Steps {
  for (let round = 0; round < rounds; round++) {
    yield* call(mutex.acquire());
    yield* place.visit();
    yield* call(mutex.release());
  }
}
