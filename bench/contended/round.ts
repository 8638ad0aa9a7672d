import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../src/base/random.ts';
import { shuffled } from '../../src/compare/shuffled.ts';
import { PTHREAD_KINDS, type PthreadKind, type PthreadPeer } from '../peers/pthread.ts';
import { CELLS, type CellMeasured } from './cells.ts';
import { KINDS } from './kinds.ts';
import { V8_MUTEX_FLAG } from './v8-mutex.ts';

/** What each kind came to in one round; a kind that could not be measured is not there. */
export type ContendedRound = ReadonlyMap<string, readonly CellMeasured[]>;

const PROCESS = fileURLToPath(new URL('./process.js', import.meta.url));

/**
 * @param prefixes of the kinds that are wanted
 * @param random draws the order of the kinds
 */
export async function measureRound(
  peer: PthreadPeer | null,
  windowMs: number,
  prefixes: readonly string[],
  random: Random,
): Promise<ContendedRound> {
  const measures = [
    ...Object.keys(KINDS).map((kind) => [kind, () => inProcess(kind, windowMs)] as const),
    ...(peer === null ? [] : PTHREAD_KINDS).map(
      (kind) => [`pthread ${kind}`, () => inC(peer as PthreadPeer, kind, windowMs)] as const,
    ),
  ].filter(([kind]) => prefixes.some((prefix) => kind.startsWith(prefix)));
  const measured = new Map<string, readonly CellMeasured[]>();
  for (const [kind, measure] of shuffled(measures, random)) measured.set(kind, await measure());
  return measured;
}

/** V8 with its shared heap may hang as its threads start (seen on Node 20.20): then another time. */
const TRIES = 3;

async function inProcess(kind: string, windowMs: number): Promise<readonly CellMeasured[]> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const measured = await attemptInProcess(kind, windowMs);
    if (measured !== null) return measured;
    process.stderr.write(`${kind} did not come to an end, time ${attempt} of ${TRIES}\n`);
  }
  throw new Error(`${kind} never came to an end`);
}

/** Null: it took ten times as long as it should. */
function attemptInProcess(kind: string, windowMs: number): Promise<readonly CellMeasured[] | null> {
  return new Promise((resolve, reject) => {
    const execArgv = KINDS[kind]?.lock === 'v8' ? [V8_MUTEX_FLAG] : [];
    const child = fork(PROCESS, [kind, String(windowMs)], { execArgv });
    const limit = setTimeout(
      () => {
        child.kill('SIGKILL');
        resolve(null);
      },
      10_000 + 10 * CELLS.length * windowMs,
    );
    child.once('message', (message) => resolve(message as CellMeasured[]));
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      if (code !== 0) reject(new Error(`${kind} ended with ${code}`));
    });
  });
}

async function inC(
  peer: PthreadPeer,
  kind: PthreadKind,
  windowMs: number,
): Promise<readonly CellMeasured[]> {
  const measured: CellMeasured[] = [];
  for (const cell of CELLS) measured.push(await peer.contended(kind, cell, windowMs));
  return measured;
}
