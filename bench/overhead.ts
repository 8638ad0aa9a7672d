import { createStackStage, findDesign, findWorkload } from '../emulator/index.ts';
import { runStage } from '../src/run/coordinator.ts';
import { Crew } from '../src/run/crew.ts';
import { planRun } from '../src/run/plan-run.ts';
import { median } from '../src/compare/quantile.ts';
import type { InstrumentationLevel } from '../src/shared/plan.ts';

/**
 * What instrumentation costs a whole run: the same design and workload at level `off` and at `full`, in
 * pairs whose order alternates, on one warm crew.
 *
 *   node dist/bench/overhead.js [workload] [pairs] [designs, comma-separated]
 *
 * When the number lies: operations that wait for a fence or for a thread that does not run cost the
 * same at either level and hide the difference; a pair on a busy machine measures the machine. Judge
 * by the median over the pairs, and by their range.
 */
const RUN_MS = 1000;

const workloadName = process.argv[2] ?? 'prime-share';
const pairs = Number(process.argv[3] ?? 9);
const designs = (process.argv[4] ?? 'i915-2018,merged,fill-outside').split(',');
const crew = new Crew();

async function operationsPerSecond(
  design: string,
  level: InstrumentationLevel,
  seed: number,
): Promise<number> {
  const [found, workload] = await Promise.all([findDesign(design), findWorkload(workloadName)]);
  const stage = createStackStage({ design: found, workload });
  const options = { level, seed, durationMs: RUN_MS, events: 0 };
  const result = await runStage(crew, stage, planRun(stage, options), {
    interrupt: new AbortController().signal,
    progress: () => undefined,
  });
  return result.operations / result.seconds;
}

async function compare(design: string): Promise<void> {
  const ratios: number[] = [];
  const off: number[] = [];
  const full: number[] = [];
  await operationsPerSecond(design, 'full', 0);
  await operationsPerSecond(design, 'off', 0);
  for (let pair = 1; pair <= pairs; pair++) {
    const measured = { off: 0, full: 0 };
    const order = pair % 2 === 0 ? (['off', 'full'] as const) : (['full', 'off'] as const);
    for (const level of order) measured[level] = await operationsPerSecond(design, level, pair);
    off.push(measured.off);
    full.push(measured.full);
    ratios.push(measured.full / measured.off);
  }
  const range = `${Math.min(...ratios).toFixed(3)} .. ${Math.max(...ratios).toFixed(3)}`;
  console.log(
    `${design} on ${workloadName}: full ${median(full).toFixed(0)}/s, off ${median(off).toFixed(0)}/s, ` +
      `full/off median ${median(ratios).toFixed(3)} (${range}) over ${pairs} pairs`,
  );
}

try {
  for (const design of designs) await compare(design);
} finally {
  await crew.close();
}
