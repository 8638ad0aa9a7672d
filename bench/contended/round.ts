import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../src/base/random.ts';
import { PTHREAD_KINDS, type PthreadKind, type PthreadPeer } from '../peers/pthread.ts';
import { CELLS, type CellMeasured } from './cells.ts';
import { KINDS, OURS } from './kinds.ts';
import { V8_MUTEX_FLAG } from './v8-mutex.ts';

/** What one process is to do: heats of the kinds in every cell, in orders that `seed` draws. */
export interface RoundOrder {
  readonly kinds: readonly string[];
  readonly windowMs: number;
  readonly seed: number;
}

/** What one kind came to in one cell. */
export interface KindMeasured extends CellMeasured {
  readonly kind: string;
  /** From 0; the kinds of one heat were measured within some two seconds. */
  readonly heat: number;
}

/** By process: only what one process measured is held against each other. */
export type ContendedRound = readonly (readonly KindMeasured[])[];

const PROCESS = fileURLToPath(new URL('./process.js', import.meta.url));

/**
 * @param wanted first words of the kinds that are wanted
 * @param random draws the orders
 */
export async function measureRound(
  peer: PthreadPeer | null,
  windowMs: number,
  wanted: readonly string[],
  random: Random,
): Promise<ContendedRound> {
  const isWanted = (kind: string): boolean => wanted.some((words) => kind.startsWith(words));
  const kinds = Object.keys(KINDS).filter(isWanted);
  const seed = random.below(0x7fffffff, 'seed');
  const measured: (readonly KindMeasured[])[] = [];
  for (const together of processesOf(kinds)) {
    measured.push(await inProcess({ kinds: together, windowMs, seed }));
  }
  if (peer === null) return measured;
  for (const kind of PTHREAD_KINDS) {
    if (isWanted(`pthread ${kind}`)) measured.push(await inC(peer, kind, windowMs));
  }
  return measured;
}

async function inC(
  peer: PthreadPeer,
  kind: PthreadKind,
  windowMs: number,
): Promise<readonly KindMeasured[]> {
  const measured: KindMeasured[] = [];
  for (const cell of CELLS) {
    const one = await peer.contended(kind, cell, windowMs);
    measured.push({ kind: `pthread ${kind}`, heat: 0, ...one });
  }
  return measured;
}

/** V8's shared heap is an experiment, and the processes that have it may fall: ours comes there as well. */
function processesOf(kinds: readonly string[]): (readonly string[])[] {
  const onSharedHeap = (kind: string): boolean => KINDS[kind]?.lock === 'v8';
  const plain = kinds.filter((kind) => !onSharedHeap(kind));
  const shared = kinds.filter((kind) => kind === OURS || onSharedHeap(kind));
  return [plain, shared].filter((together) => together.some((kind) => kind !== OURS));
}

/** V8 with its shared heap may hang or crash as its threads start (seen on Node 20.20): another time. */
const TRIES = 5;
const START_MS_MOST = 20_000;

async function inProcess(order: RoundOrder): Promise<readonly KindMeasured[]> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const measured = await attemptInProcess(order);
    if (measured !== null) return measured;
    process.stderr.write(`a process did not come to its end, time ${attempt} of ${TRIES}\n`);
  }
  throw new Error(`no process came to its end: ${order.kinds.join(', ')}`);
}

/** Null: it crashed, its threads did not start, or it took many times as long as it should. */
function attemptInProcess(order: RoundOrder): Promise<readonly KindMeasured[] | null> {
  const { kinds, windowMs } = order;
  const execArgv = kinds.some((kind) => KINDS[kind]?.lock === 'v8') ? [V8_MUTEX_FLAG] : [];
  return new Promise((resolve, reject) => {
    const child = fork(PROCESS, [JSON.stringify(order)], { execArgv });
    const within = (ms: number) =>
      setTimeout(() => {
        child.kill('SIGKILL');
        resolve(null);
      }, ms);
    let limit = within(START_MS_MOST);
    child.on('message', (message) => {
      clearTimeout(limit);
      if (message === 'ready') {
        limit = within(60_000 + 10 * CELLS.length * kinds.length * windowMs);
      } else resolve(message as KindMeasured[]);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      if (code === null) resolve(null);
      if (code !== 0) reject(new Error(`the contending process ended with ${code}`));
    });
  });
}
