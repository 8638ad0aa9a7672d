import { Mutex as AsyncMutex } from 'async-mutex';
import { Bench } from 'tinybench';
import type { InstrumentationLevel } from '../src/shared/plan.ts';
import type { MutexLock } from '../src/lock/lock-contracts.ts';
import { LockTable } from '../src/lock/lock-table.ts';
import { createArena, enterArena, mutexClasses } from './bench-arena.ts';
import { FutexMutex } from './contended/futex-mutex.ts';
import { v8Mutexes } from './contended/v8-mutex.ts';
import { acquireOf, type MultithreadingForm, multithreadingState } from './peers/multithreading.ts';

/** Uncontended lock+unlock in batches, since one tinybench call costs more than a lock. */
const BATCH = 20_000;
/** Of what takes ten to a hundred times as long. */
const SLOW_BATCH = 500;

/**
 * What a process measures beside the raw mutex: one kind, so that its classes and call sites are
 * monomorphic and both mutexes are constants to the compiler, as the raw one is.
 */
export type LockKind =
  | 'off'
  | 'order'
  | 'full'
  | 'full, every hold clocked'
  | 'V8 Atomics.Mutex'
  | `multithreading ${MultithreadingForm}`
  | 'async-mutex';

const LEVELS: Partial<Readonly<Record<LockKind, InstrumentationLevel>>> = {
  order: 'order',
  full: 'full',
  'full, every hold clocked': 'full',
};

const kind = (process.argv[2] ?? 'full') as LockKind;
/** Nothing but the futex: what everything is measured against. */
const raw = new FutexMutex(new Int32Array(new SharedArrayBuffer(4096)), 64, 0);
const arena = createArena({
  level: LEVELS[kind] ?? 'off',
  threads: 1,
  classes: mutexClasses(1),
  holdSampling: kind === 'full, every hold clocked' ? 1 : 4096,
});
const mutex = new LockTable(enterArena(arena, 1)).mutexes('lock-0')[0] as MutexLock;
const asyncMutex = new AsyncMutex();
const v8 = v8Mutexes();
const v8Mutex = v8 === null ? {} : new v8();

function rawBatch(): void {
  for (let i = 0; i < BATCH; i++) {
    raw.lock();
    raw.unlock();
  }
}

function mutexBatch(): void {
  for (let i = 0; i < BATCH; i++) {
    mutex.acquire();
    mutex.release();
  }
}

function v8Batch(): void {
  for (let i = 0; i < BATCH; i++) v8?.lock(v8Mutex, nothing);
}

function nothing(): void {}

async function asyncBatch(): Promise<void> {
  for (let i = 0; i < SLOW_BATCH; i++) {
    const release = await asyncMutex.acquire();
    release();
  }
}

async function guardBatchOf(form: MultithreadingForm): Promise<() => void> {
  const acquire = await acquireOf({ form, state: multithreadingState(form) });
  return () => {
    for (let i = 0; i < SLOW_BATCH; i++) {
      const guard = acquire();
      guard.dispose();
    }
  };
}

interface Batch {
  readonly run: () => void | Promise<void>;
  readonly size: number;
}

async function batchOf(kind: LockKind): Promise<Batch> {
  switch (kind) {
    case 'V8 Atomics.Mutex':
      return { run: v8Batch, size: BATCH };
    case 'multithreading Mutex':
      return { run: await guardBatchOf('Mutex'), size: SLOW_BATCH };
    case 'multithreading Semaphore':
      return { run: await guardBatchOf('Semaphore'), size: SLOW_BATCH };
    case 'async-mutex':
      return { run: asyncBatch, size: SLOW_BATCH };
    default:
      return { run: mutexBatch, size: BATCH };
  }
}

const batch = await batchOf(kind);

/** Nanoseconds per lock+unlock, raw mutex first, of one round of `timeMs` each. */
export async function measureRound(timeMs: number): Promise<readonly [rawNs: number, ns: number]> {
  const bench = new Bench({ time: timeMs, iterations: 8, warmup: false });
  bench.add('raw', rawBatch);
  bench.add(kind, batch.run);
  await bench.run();
  const [rawNs, ns] = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} was not measured: ${result.state}`);
    return result.latency.p50 * 1e6;
  });
  return [(rawNs as number) / BATCH, (ns as number) / batch.size];
}
