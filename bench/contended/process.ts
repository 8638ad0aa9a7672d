import { setTimeout as elapse } from 'node:timers/promises';
import { type MessagePort, Worker } from 'node:worker_threads';
import { Mutex as AsyncMutex } from 'async-mutex';
import { createArena, mutexClasses } from '../bench-arena.ts';
import { brokerFor } from '../broker.ts';
import {
  CELLS,
  type CellMeasured,
  type ContendedCell,
  measuredCell,
  THREADS_MOST,
} from './cells.ts';
import { multithreadingState } from '../peers/multithreading.ts';
import type { ContenderTask } from './contender.ts';
import type { ContestedLock } from './contestant.ts';
import { type ContendedKind, KINDS } from './kinds.ts';
import { closeRound, createRounds, openRound } from './rounds.ts';
import { v8Mutexes } from './v8-mutex.ts';

/** Each thread compiles for itself, eight of them on perhaps two cores. */
const WARM_UP_MS = 800;
const [, , kindName = '', windowArgument = '250'] = process.argv;
const rounds = createRounds();

interface Contender {
  /** The next message of the thread. */
  answer(): Promise<unknown>;
}

/** A lock of this kind; asked once per thread, which all get the same one. */
function lockOf(kind: ContendedKind): () => { given: ContestedLock; transfer: MessagePort[] } {
  const shared = (given: ContestedLock) => () => ({ given, transfer: [] });
  if (kind.lock === 'futex') {
    const words = new Int32Array(new SharedArrayBuffer(4096));
    return shared({ lock: 'futex', words, spins: kind.spins });
  }
  if (kind.lock === 'v8') {
    const mutexes = v8Mutexes();
    if (mutexes === null) throw new Error('this engine has no Atomics.Mutex');
    return shared({ lock: 'v8', mutex: new mutexes() });
  }
  if (kind.lock === 'multithreading') {
    return shared({ ...kind, state: multithreadingState(kind.form) });
  }
  if (kind.lock === 'broker') {
    const mutex = new AsyncMutex();
    return () => {
      const brokered = brokerFor(mutex);
      return { given: { lock: 'broker', ...brokered }, transfer: [brokered.port] };
    };
  }
  const { memory, plan } = createArena({
    level: kind.level,
    threads: THREADS_MOST,
    classes: mutexClasses(1),
  });
  return shared({ lock: 'lockyard', memory: memory.handle, plan });
}

function start(id: number, lock: ReturnType<typeof lockOf>): Contender {
  const { given, transfer } = lock();
  const task: ContenderTask = { id, given, rounds };
  const worker = new Worker(new URL('./contender.js', import.meta.url), {
    workerData: task,
    transferList: transfer,
  });
  const died = new Promise<never>((_, reject) => worker.once('error', reject));
  const message = () => new Promise((resolve) => worker.once('message', resolve));
  return { answer: () => Promise.race([message(), died]) };
}

async function measure(
  contenders: readonly Contender[],
  cell: ContendedCell,
  windowMs: number,
): Promise<CellMeasured> {
  const counted = rounds.counter[0] as number;
  const answers = contenders.slice(0, cell.threads).map((contender) => contender.answer());
  openRound(rounds, cell.threads, cell.workNs);
  const since = performance.now();
  await elapse(windowMs);
  closeRound(rounds);
  const seconds = (performance.now() - since) / 1000;
  const counts = (await Promise.all(answers)) as number[];
  const total = counts.reduce((a, b) => a + b, 0);
  const inside = ((rounds.counter[0] as number) - counted) | 0;
  if (inside !== (total | 0)) {
    throw new Error(`${kindName} does not lock: ${total} sections, ${inside} counted in them`);
  }
  return measuredCell(cell, counts, seconds);
}

const lock = lockOf(KINDS[kindName] as ContendedKind);
const contenders = Array.from({ length: THREADS_MOST }, (_, i) => start(i + 1, lock));
await Promise.all(contenders.map((contender) => contender.answer()));
for (const workNs of [100, 1000]) {
  await measure(contenders, { threads: THREADS_MOST, workNs }, WARM_UP_MS);
}
const measured: CellMeasured[] = [];
for (const cell of CELLS) {
  measured.push(await measure(contenders, cell, Number(windowArgument)));
}
openRound(rounds, 0, 0);
process.send?.(measured, () => process.exit(0));
