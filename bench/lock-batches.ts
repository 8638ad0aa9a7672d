import { Mutex as AsyncMutex } from 'async-mutex';
import { Bench } from 'tinybench';
import type { InstrumentationLevel } from '../src/shared/plan.ts';
import type { MutexLock } from '../src/lock/lock-contracts.ts';
import { LockTable } from '../src/lock/lock-table.ts';
import { createArena, enterArena, mutexClasses } from './bench-arena.ts';
import { FutexMutex } from './contended/futex-mutex.ts';
import { v8Mutexes } from './contended/v8-mutex.ts';

/** Uncontended lock+unlock in batches, since one tinybench call costs more than a lock. */
const BATCH = 20_000;
const ASYNC_BATCH = 500;

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
  | 'async-mutex';

const LEVELS: Readonly<Record<LockKind, InstrumentationLevel>> = {
  off: 'off',
  order: 'order',
  full: 'full',
  'full, every hold clocked': 'full',
  'V8 Atomics.Mutex': 'off',
  'async-mutex': 'off',
};

const kind = (process.argv[2] ?? 'full') as LockKind;
/** Nothing but the futex: what everything is measured against. */
const raw = new FutexMutex(new Int32Array(new SharedArrayBuffer(4096)), 64, 0);
const arena = createArena({
  level: LEVELS[kind],
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
  for (let i = 0; i < ASYNC_BATCH; i++) {
    const release = await asyncMutex.acquire();
    release();
  }
}

/** Nanoseconds per lock+unlock, raw mutex first, of one round of `timeMs` each. */
export async function measureRound(timeMs: number): Promise<readonly [rawNs: number, ns: number]> {
  const bench = new Bench({ time: timeMs, iterations: 8, warmup: false });
  const asynchronous = kind === 'async-mutex';
  bench.add('raw', rawBatch);
  if (asynchronous) bench.add(kind, asyncBatch);
  else bench.add(kind, kind === 'V8 Atomics.Mutex' ? v8Batch : mutexBatch);
  await bench.run();
  const [rawNs, ns] = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} was not measured: ${result.state}`);
    return result.latency.p50 * 1e6;
  });
  return [(rawNs as number) / BATCH, (ns as number) / (asynchronous ? ASYNC_BATCH : BATCH)];
}
