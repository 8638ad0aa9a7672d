import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { placeRegions } from '../src/shared/layout.ts';
import { sizedRegions } from '../src/shared/memory-map.ts';
import type { InstrumentationLevel } from '../src/shared/plan.ts';
import type { PairBatches, Size, VisitOrder } from './instance-pairs.ts';
import { median } from '../src/compare/quantile.ts';

/**
 * What the number of locks costs: a nested operation (outer lock, inner lock, both released) over
 * 10,000 locks in 100 classes, beside the same over 10 locks in 10 classes. One process a level; the
 * rounds of both take turns, and a ratio is taken between neighbours. The table gives the median over
 * all rounds of all processes, and where the middle half of the ratios lies.
 *
 *   node dist/bench/instances.js [processes per level] [rounds]
 *
 * Whatever checks the order, 10,000 locks are memory to read: a line of the shared state each, and
 * the object that stands for the lock in its thread. What that costs alone is measured beside it, in
 * the same places: `bare` are mutexes that are an index and a word and nothing else, `walk` is plain
 * loads and stores of the words.
 *
 * When the number lies: nobody else wants the locks, and a neighbour that fills the shared cache makes
 * `shuffled` as slow as memory. In turn, the processor sees which lock comes next.
 */
const LEVELS: readonly InstrumentationLevel[] = ['order', 'full'];
const ORDERS: readonly VisitOrder[] = ['in turn', 'shuffled'];
const FORMS = ['instrumented', 'bare', 'walk'] as const;
const WARM_UP_ROUNDS = 20;
/** Classes and subclasses of a large run, for the size of its order graph. */
const LARGE = { classes: 100, subclasses: 8 };

type Form = (typeof FORMS)[number];

interface Measured {
  readonly order: VisitOrder;
  readonly form: Form;
  readonly fewNs: readonly number[];
  readonly manyNs: readonly number[];
}

/** In a child: all rounds of its level. */
async function measureLevel(level: InstrumentationLevel, rounds: number): Promise<Measured[]> {
  const { pairBatches, OPERATIONS } = await import('./instance-pairs.ts');
  const timed = (batches: PairBatches, form: Form): number => {
    const since = performance.now();
    batches[form]();
    return ((performance.now() - since) * 1e6) / OPERATIONS;
  };
  return ORDERS.flatMap((order) => {
    const few = pairBatches('few', level, order);
    const many = pairBatches('many', level, order);
    return FORMS.map((form): Measured => {
      const ns: Record<Size, number[]> = { few: [], many: [] };
      for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
        const both = { few: timed(few, form), many: timed(many, form) };
        if (round < WARM_UP_ROUNDS) continue;
        ns.few.push(both.few);
        ns.many.push(both.many);
      }
      return { order, form, fewNs: ns.few, manyNs: ns.many };
    });
  });
}

function inChild(level: InstrumentationLevel, rounds: number): Promise<Measured[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [level, String(rounds)]);
    child.once('message', (message) => resolve(message as Measured[]));
    child.once('error', reject);
    child.once('exit', (code) => code !== 0 && reject(new Error(`a child ended with ${code}`)));
  });
}

function printLines(level: InstrumentationLevel, all: readonly Measured[]): void {
  for (const order of ORDERS) {
    for (const form of FORMS) {
      const same = all.filter((each) => each.order === order && each.form === form);
      const few = same.flatMap(({ fewNs }) => fewNs);
      const many = same.flatMap(({ manyNs }) => manyNs);
      const ratios = many.map((ns, at) => ns / (few[at] as number)).sort((a, b) => a - b);
      const [low, high] = [1, 3].map((part) => ratios[(ratios.length * part) >> 2] as number);
      const columns = [
        `${level}, ${order}`.padEnd(18),
        form.padEnd(14),
        median(few).toFixed(1).padStart(8),
        median(many).toFixed(1).padStart(8),
        median(ratios).toFixed(3).padStart(8),
        `   ${low?.toFixed(3)} .. ${high?.toFixed(3)}`,
      ];
      console.log(columns.join(''));
    }
  }
}

async function compareAll(processes: number, rounds: number): Promise<void> {
  const head = `a nested operation, ${processes} processes a level, node ${process.versions.node}`;
  console.log(`${head}\n\n${''.padEnd(32)}   10 ns  10k ns    ratio   middle half`);
  for (const level of LEVELS) {
    const all: Measured[] = [];
    for (let n = 0; n < processes; n++) all.push(...(await inChild(level, rounds)));
    printLines(level, all);
  }
  const nodes = LARGE.classes * LARGE.subclasses;
  const { orderEdge } = sizedRegions({ slots: 1, nodes });
  const megabytes = (placeRegions([{ spec: orderEdge, records: nodes }]).words * 4) / 1e6;
  console.log(
    `\norder graph of ${LARGE.classes} classes with ${LARGE.subclasses} subclasses each: ` +
      `${megabytes.toFixed(1)} MB`,
  );
}

const [first = '5', second = '150'] = process.argv.slice(2);
if (process.send === undefined) await compareAll(Number(first), Number(second));
else {
  const measured = await measureLevel(first as InstrumentationLevel, Number(second));
  process.send(measured, () => process.exit(0));
}
