import { LockTable } from '../../src/lock/lock-table.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { type Arena, enterArena } from '../bench-arena.ts';
import { BrokerClient, type BrokeredLock } from '../broker.ts';
import { type Acquire, acquireOf, type MultithreadingLock } from '../peers/multithreading.ts';
import { type SharedMemoryHandle, attachSharedMemory } from '../../src/shared/shared-memory.ts';
import { FutexMutex } from './futex-mutex.ts';
import { CONTROL_WORD, type Turns } from './turns.ts';
import { neededV8Mutexes } from './v8-mutex.ts';
import { work } from './work.ts';

/** What a contending thread is given: the lock of its process, whatever it is. */
export type ContestedLock =
  | {
      readonly lock: 'lockyard';
      readonly memory: SharedMemoryHandle;
      readonly plan: Arena['plan'];
    }
  | { readonly lock: 'futex'; readonly words: Int32Array; readonly spins: number }
  | { readonly lock: 'v8'; readonly mutex: object }
  | ({ readonly lock: 'multithreading' } & MultithreadingLock)
  | ({ readonly lock: 'broker' } & BrokeredLock);

/** One thread's way through the lock: the section of `loops` of work under it. */
type Section = (loops: number) => void;

/** Works in turn under the lock and without it, until the turn ends: how often it had the lock. */
export async function contention(
  given: ContestedLock,
  id: number,
  { control, counter }: Turns,
): Promise<(loops: number) => number> {
  const section = await sectionUnder(given, id, counter);
  return (loops) => {
    let count = 0;
    let x = id;
    // Pairs with the store in closeTurn.
    while (Atomics.load(control, CONTROL_WORD.stop) === 0) {
      section(loops);
      x = work(loops, x);
      count++;
    }
    return x === 0 ? 0 : count;
  };
}

/** The section counts in `counter`, which no two threads do at once while the lock locks. */
async function sectionUnder(
  given: ContestedLock,
  id: number,
  counter: Int32Array,
): Promise<Section> {
  let x = id;
  const section = (loops: number): void => {
    x = work(loops, x);
    counter[0] = (counter[0] as number) + 1;
  };
  switch (given.lock) {
    case 'lockyard':
      return underLockyard(given, id, section);
    case 'futex':
      return between(new FutexMutex(given.words, 64, given.spins), section);
    case 'v8':
      return underV8(given.mutex, section);
    case 'multithreading':
      return guarded(await acquireOf(given), section);
    case 'broker':
      return between(new BrokerClient(given), section);
  }
}

function underLockyard(
  { memory, plan }: ContestedLock & { readonly lock: 'lockyard' },
  id: number,
  section: Section,
): Section {
  const thread = enterArena({ memory: attachSharedMemory(memory), plan }, id);
  const mutex = new LockTable(thread).mutexes('lock-0')[0] as MutexLock;
  return (loops) => {
    mutex.acquire();
    section(loops);
    mutex.release();
  };
}

function between(mutex: FutexMutex | BrokerClient, section: Section): Section {
  return (loops) => {
    mutex.lock();
    section(loops);
    mutex.unlock();
  };
}

function guarded(acquire: Acquire, section: Section): Section {
  return (loops) => {
    const guard = acquire();
    try {
      section(loops);
    } finally {
      guard.dispose();
    }
  };
}

function underV8(mutex: object, section: Section): Section {
  const mutexes = neededV8Mutexes();
  let wanted = 0;
  const callback = (): void => section(wanted);
  return (loops) => {
    wanted = loops;
    mutexes.lock(mutex, callback);
  };
}
