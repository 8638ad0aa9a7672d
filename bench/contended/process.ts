import { setTimeout as elapse } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Random } from '../../src/base/random.ts';
import { shuffled } from '../../src/compare/shuffled.ts';
import { CELLS, type ContendedCell, measuredCell, THREADS_MOST } from './cells.ts';
import type { ContenderTask } from './contender.ts';
import { givenLock } from './given-lock.ts';
import { type ContendedKind, KINDS, OURS } from './kinds.ts';
import type { KindMeasured, RoundOrder } from './round.ts';
import { closeTurn, createTurns, openTurn } from './turns.ts';

/** Every thread compiles each kind for itself, and anew where longer work takes it another way. */
const WARM_UPS = 4;
const WARM_UP_MS = 100;
/** In each cell: the first of all kinds, the next ones of ours and of those near the best in the last. */
const HEATS = 3;
/** Far more than one heat differs from the next. */
const BEHIND = 0.6;
const { kinds, windowMs, seed } = JSON.parse(process.argv[2] ?? '') as RoundOrder;
const memory = createTurns();

interface Contender {
  /** The next message of the thread. */
  answer(): Promise<unknown>;
}

function start(id: number, locks: readonly ReturnType<typeof givenLock>[]): Contender {
  const given = locks.map((lock) => lock());
  const task: ContenderTask = { id, given: given.map(({ lock }) => lock), turns: memory };
  const worker = new Worker(new URL('./contender.js', import.meta.url), {
    workerData: task,
    transferList: given.flatMap(({ transfer }) => transfer),
  });
  const died = new Promise<never>((_, reject) => worker.once('error', reject));
  const message = () => new Promise((resolve) => worker.once('message', resolve));
  return { answer: () => Promise.race([message(), died]) };
}

const locks = kinds.map((kind) => givenLock(KINDS[kind] as ContendedKind));
const contenders = Array.from({ length: THREADS_MOST }, (_, i) => start(i + 1, locks));

async function measure(
  kind: string,
  cell: ContendedCell,
  ms: number,
): Promise<Omit<KindMeasured, 'heat'>> {
  const counted = memory.counter[0] as number;
  const answers = contenders.slice(0, cell.threads).map((contender) => contender.answer());
  openTurn(memory, kinds.indexOf(kind), cell.threads, cell.workNs);
  const since = performance.now();
  await elapse(ms);
  closeTurn(memory);
  const seconds = (performance.now() - since) / 1000;
  const counts = (await Promise.all(answers)) as number[];
  const total = counts.reduce((a, b) => a + b, 0);
  const inside = ((memory.counter[0] as number) - counted) | 0;
  if (inside !== (total | 0)) {
    throw new Error(`${kind} does not lock: ${total} sections, ${inside} counted in them`);
  }
  return { kind, ...measuredCell(cell, counts, seconds) };
}

await Promise.all(contenders.map((contender) => contender.answer()));
process.send?.('ready');
const crowded = CELLS.filter(({ threads }) => threads === THREADS_MOST);
for (let pass = 0; pass < WARM_UPS; pass++) {
  for (const cell of crowded) {
    for (const kind of kinds) await measure(kind, cell, WARM_UP_MS);
  }
}
const measured: KindMeasured[] = [];
const random = new Random(seed);
for (const cell of shuffled(CELLS, random)) {
  let racing = kinds;
  for (let heat = 0; heat < HEATS; heat++) {
    const rates = new Map<string, number>();
    for (const kind of shuffled(racing, random)) {
      const one = await measure(kind, cell, windowMs);
      measured.push({ ...one, heat });
      rates.set(kind, one.perSecond);
    }
    const best = Math.max(...rates.values());
    racing = racing.filter((kind) => kind === OURS || (rates.get(kind) as number) > BEHIND * best);
  }
}
openTurn(memory, 0, 0, 0);
process.send?.(measured, () => process.exit(0));
