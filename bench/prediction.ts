import { type Prediction, predict } from '../src/predict/predict.ts';
import { median } from '../src/compare/quantile.ts';
import { recordedRun, type TraceShape } from './prediction-trace.ts';

/**
 * What prediction costs: from a recorded trace in memory to all verdicts, on one core.
 *
 *   node dist/bench/prediction.js [events] [threads] [rounds]
 *
 * `paths` are forty nested code paths in one order and three rare ones against it; `mixed` adds walks
 * hand over hand, and pairs of paths in opposite order under gates. `harmless` keeps the one order,
 * so that nothing but reading the trace is measured.
 *
 * When the number lies: the code is warm from the second round on, and the traces have few code
 * paths. The cost is that of one walk over the events, plus that of the patterns, which depends on
 * how many places acquire the same locks in different orders and not on the length of the run. Traces
 * with as many code paths as acquisitions, which no program makes, cost many times as much, and meet
 * the limits that `truncated` tells of. Recording is not in it, nor is finding the names and places.
 */
const PATHS = { ordered: 40, reversed: 3, rareEvery: 2000, walks: 0, gated: 0, locks: 20 };
const SHAPES: Readonly<Record<string, Omit<TraceShape, 'events' | 'threads'>>> = {
  paths: PATHS,
  mixed: { ...PATHS, reversed: 12, walks: 4, gated: 6 },
  harmless: { ...PATHS, reversed: 0 },
};

function measure(name: string, shape: TraceShape, rounds: number): void {
  const trace = recordedRun(shape, 1);
  const seconds: number[] = [];
  let prediction: Prediction | undefined;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    prediction = predict(trace);
    seconds.push((performance.now() - started) / 1000);
  }
  const { patterns, truncated } = prediction as Prediction;
  const predicted = patterns.filter(({ verdict }) => verdict.kind === 'predicted').length;
  const took = median(seconds);
  console.log(
    [
      name.padEnd(10),
      trace.count.toLocaleString('en').padStart(11),
      String(trace.threads).padStart(9),
      String(patterns.length).padStart(10),
      String(predicted).padStart(11),
      took.toFixed(2).padStart(9),
      ((took * 1e6) / trace.count).toFixed(2).padStart(10),
      truncated ? '   truncated' : '',
    ].join(''),
  );
}

const [events, threads, rounds] = [
  Number(process.argv[2] ?? 1_000_000),
  Number(process.argv[3] ?? 8),
  Number(process.argv[4] ?? 3),
];
console.log(`prediction, median of ${rounds} rounds, node ${process.versions.node}\n`);
console.log('trace          events  threads  patterns  predicted  seconds  us/event');
for (const [name, shape] of Object.entries(SHAPES)) {
  measure(name, { ...shape, events, threads }, rounds);
}
