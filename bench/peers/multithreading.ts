import { availableParallelism } from 'node:os';

/**
 * The blocking locks of the npm package multithreading (0.3.52), which work across threads. Its `Mutex`
 * has two states and notifies at each unlock. Its `Semaphore` of one permit locks as well, and notifies
 * only where somebody waits. Neither spins.
 */
export type MultithreadingForm = 'Mutex' | 'Semaphore';

/** The lock as threads share it. */
export interface MultithreadingLock {
  readonly form: MultithreadingForm;
  readonly state: SharedArrayBuffer;
}

/** Takes the lock, and gives what frees it. */
export type Acquire = () => { dispose(): void };

/** A free lock in the package's layout: the state of a mutex; permits and waiters of a semaphore. */
export function multithreadingState(form: MultithreadingForm): SharedArrayBuffer {
  if (form === 'Mutex') return new SharedArrayBuffer(4);
  const state = new SharedArrayBuffer(8);
  new Int32Array(state)[0] = 1;
  return state;
}

/**
 * The calling thread's way to the lock. The package hands a lock to a thread of its own pool by this
 * buffer and this constructor (`move`); its pool itself needs Node 22.
 *
 * Loaded here and only here, for it puts names into the global scope.
 */
export async function acquireOf({ form, state }: MultithreadingLock): Promise<Acquire> {
  defineNavigator();
  const { Mutex, Semaphore } = await import('multithreading');
  if (form === 'Mutex') {
    const mutex = new Mutex(undefined, state);
    return () => mutex.blockingLock();
  }
  const semaphore = new Semaphore(1, state);
  return () => semaphore.blockingAcquire();
}

/** The package asks it for the size of its pool as it is loaded; Node 20 has none. */
function defineNavigator(): void {
  if ('navigator' in globalThis) return;
  Object.assign(globalThis, { navigator: { hardwareConcurrency: availableParallelism() } });
}
