import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { V8_MUTEX_FLAG } from './contended/v8-mutex.ts';
import type { LockKind } from './lock-batches.ts';
import { measureBroker } from './lock-broker.ts';
import { median } from '../src/compare/quantile.ts';
import { PTHREAD_KINDS, PthreadPeer } from './peers/pthread.ts';

/**
 * What instrumentation costs: uncontended lock+unlock at each level beside a raw three-state futex
 * mutex, V8's `Atomics.Mutex`, the blocking locks of multithreading, `async-mutex`, a broker that
 * answers by message, and glibc's mutex. A process measures the raw mutex and one kind, round by round
 * in turn; a ratio is taken inside a round. The table gives the median over the processes and their
 * range. The raw mutex and `off` are JavaScript; the instrumented mutex has its fast halves in WebAssembly.
 *
 *   node dist/bench/locks.js [processes per kind]
 *
 * When the number lies: nobody else wants the lock, everything is in the first-level cache, one hold
 * in 4,096 is clocked (but for the line that says otherwise), and the compiler knows both mutexes as
 * constants. A real operation does more between two locks than this whole loop.
 */
const KINDS: readonly LockKind[] = [
  'off',
  'order',
  'full',
  'full, every hold clocked',
  'V8 Atomics.Mutex',
  'multithreading Mutex',
  'multithreading Semaphore',
  'async-mutex',
];
const ROUNDS = 15;
const WARM_UP_ROUNDS = 3;
const ROUND_MS = 30;
const BROKER_ROUNDS = 3000;
const PTHREAD_ROUNDS = 5;

interface Measured {
  readonly rawNs: number;
  readonly ns: number;
  readonly ratio: number;
}

/** In a child: the medians of its rounds. */
async function measureKind(): Promise<Measured> {
  const { measureRound } = await import('./lock-batches.ts');
  const rounds: (readonly [number, number])[] = [];
  for (let n = 0; n < WARM_UP_ROUNDS + ROUNDS; n++) {
    const round = await measureRound(ROUND_MS);
    if (n >= WARM_UP_ROUNDS) rounds.push(round);
  }
  return {
    rawNs: median(rounds.map(([rawNs]) => rawNs)),
    ns: median(rounds.map(([, ns]) => ns)),
    ratio: median(rounds.map(([rawNs, ns]) => ns / rawNs)),
  };
}

function inChild(kind: LockKind): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const execArgv = kind === 'V8 Atomics.Mutex' ? [V8_MUTEX_FLAG] : [];
    const child = fork(fileURLToPath(import.meta.url), [kind], { execArgv });
    child.once('message', (message) => resolve(message as Measured));
    child.once('error', reject);
    child.once('exit', (code) => code !== 0 && reject(new Error(`a child ended with ${code}`)));
  });
}

function printLine(name: string, measured: readonly Measured[]): void {
  const ratios = measured.map(({ ratio }) => ratio);
  const [ns, ratio] = [median(measured.map((each) => each.ns)), median(ratios)];
  const range = `${Math.min(...ratios).toFixed(3)} .. ${Math.max(...ratios).toFixed(3)}`;
  const columns = [name.padEnd(26), ns.toFixed(1).padStart(10), ratio.toFixed(3).padStart(10)];
  console.log(`${columns.join('')}   ${range}`);
}

/** glibc's mutexes right after a process of ours, each beside the raw mutex of that process. */
async function inC(peer: PthreadPeer, raw: Measured): Promise<readonly Measured[]> {
  const rounds = await peer.uncontended(PTHREAD_ROUNDS, ROUND_MS);
  return PTHREAD_KINDS.map((kind) => {
    const ns = median(rounds.map((round) => round[kind]));
    return { rawNs: raw.rawNs, ns, ratio: ns / raw.rawNs };
  });
}

async function measureAll(processes: number, peer: PthreadPeer | null) {
  const lines = new Map<string, Measured[]>();
  const add = (name: string, measured: Measured) =>
    void (lines.get(name) ?? lines.set(name, []).get(name))?.push(measured);
  for (let n = 0; n < processes; n++) {
    for (const kind of KINDS) {
      const measured = await inChild(kind);
      add(kind, measured);
      if (kind !== 'full' || peer === null) continue;
      const peers = await inC(peer, measured);
      PTHREAD_KINDS.forEach((name, i) => void add(`pthread ${name}`, peers[i] as Measured));
    }
  }
  return lines;
}

async function compareAll(processes: number): Promise<void> {
  console.log(
    `uncontended lock+unlock, ${processes} processes a kind in turn, node ${process.versions.node}`,
  );
  const peer = await PthreadPeer.build((why) => console.log(why));
  const lines = await measureAll(processes, peer).finally(() => peer?.remove());
  console.log(`\n${'kind'.padEnd(26)}${'ns'.padStart(10)}${'x raw'.padStart(10)}   range`);
  for (const [name, measured] of lines) printLine(name, measured);
  const rawNs = [...lines.values()].flat().map((each) => each.rawNs);
  const raw = median(rawNs);
  const brokerNs = await measureBroker(BROKER_ROUNDS);
  printLine('broker by message', [{ rawNs: raw, ns: brokerNs, ratio: brokerNs / raw }]);
  printLine(
    'raw three-state mutex',
    rawNs.map((ns) => ({ rawNs: ns, ns, ratio: 1 })),
  );
  const ratioOf = (name: string) => median((lines.get(name) ?? []).map(({ ratio }) => ratio));
  for (const other of ['V8 Atomics.Mutex', 'pthread plain'].filter((name) => lines.has(name))) {
    console.log(`full is ${(ratioOf('full') / ratioOf(other)).toFixed(3)} of ${other}`);
  }
}

const argument = process.argv[2] ?? '5';
if (process.send === undefined) await compareAll(Number(argument));
else process.send(await measureKind(), () => process.exit(0));
