import type { MessagePort } from 'node:worker_threads';
import { Mutex as AsyncMutex } from 'async-mutex';
import { createArena, mutexClasses } from '../bench-arena.ts';
import { brokerFor } from '../broker.ts';
import { multithreadingState } from '../peers/multithreading.ts';
import { THREADS_MOST } from './cells.ts';
import type { ContestedLock } from './contestant.ts';
import type { ContendedKind } from './kinds.ts';
import { neededV8Mutexes } from './v8-mutex.ts';

/** What one thread is handed: its way to the lock, and what can be handed to one thread only. */
interface Given {
  readonly lock: ContestedLock;
  readonly transfer: readonly MessagePort[];
}

/** A new lock of this kind; asked once per thread, which all get the same one. */
export function givenLock(kind: ContendedKind): () => Given {
  if (kind.lock !== 'broker') {
    const lock = sharedLock(kind);
    return () => ({ lock, transfer: [] });
  }
  const mutex = new AsyncMutex();
  return () => {
    const brokered = brokerFor(mutex);
    return { lock: { lock: 'broker', ...brokered }, transfer: [brokered.port] };
  };
}

function sharedLock(kind: Exclude<ContendedKind, { lock: 'broker' }>): ContestedLock {
  if (kind.lock === 'futex') {
    const words = new Int32Array(new SharedArrayBuffer(4096));
    return { lock: 'futex', words, spins: kind.spins };
  }
  if (kind.lock === 'v8') {
    const mutexes = neededV8Mutexes();
    return { lock: 'v8', mutex: new mutexes() };
  }
  if (kind.lock === 'multithreading') {
    return { ...kind, state: multithreadingState(kind.form) };
  }
  const { memory, plan } = createArena({
    level: kind.level,
    threads: THREADS_MOST,
    classes: mutexClasses(1),
  });
  return { lock: 'lockyard', memory: memory.handle, plan };
}
