import type { InstrumentationLevel } from '../../src/shared/plan.ts';
import type { MultithreadingForm } from '../peers/multithreading.ts';

/** What a process of the contended table measures. */
export type ContendedKind =
  | { readonly lock: 'lockyard'; readonly level: InstrumentationLevel }
  | { readonly lock: 'futex'; readonly spins: number }
  | { readonly lock: 'v8' }
  | { readonly lock: 'multithreading'; readonly form: MultithreadingForm }
  | { readonly lock: 'broker' };

/**
 * Of the npm packages whose locks work across threads, left out:
 * - web-locks 0.0.9 fails to lock: threads that are the first to ask for a name, as in its README, get
 *   a lock each when they ask at once (two threads: 603 of 1,102 sections counted). It cannot block.
 * - @esfx/threading-mutex and atomic-lock (three states and no spin, as `futex, no spin`) and
 *   @devteks/node-atomics (two states, as multithreading's `Mutex`) could not be installed when this was
 *   written, nor could atomics-sync, worker-mutex, node-synch and semafy.
 */
export const KINDS: Readonly<Record<string, ContendedKind>> = {
  'lockyard full': { lock: 'lockyard', level: 'full' },
  'lockyard off': { lock: 'lockyard', level: 'off' },
  'futex, no spin': { lock: 'futex', spins: 0 },
  'futex, spin 100': { lock: 'futex', spins: 100 },
  'futex, spin 1000': { lock: 'futex', spins: 1000 },
  'futex, spin 4000': { lock: 'futex', spins: 4000 },
  'V8 Atomics.Mutex': { lock: 'v8' },
  'multithreading Mutex': { lock: 'multithreading', form: 'Mutex' },
  'multithreading Semaphore': { lock: 'multithreading', form: 'Semaphore' },
  'async-mutex broker': { lock: 'broker' },
};

/** What is held against the others. */
export const OURS = 'lockyard full';
