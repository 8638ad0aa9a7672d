import { Random } from '../base/random.ts';
import { shuffled } from './shuffled.ts';
import type { BenchPlan, Cell, PlannedTrial } from './ledger.ts';

/** Trials that share a process, whose designs and workloads take turns. */
export interface Sitting {
  readonly block: number;
  readonly threads: number;
  readonly seed: number;
  readonly trials: readonly PlannedTrial[];
}

/**
 * All trials of a comparison: complete blocks, each with every cell once and the baseline twice more,
 * for the A/A floor. A block has a process for each number of workers, in random order, in which all
 * its designs and workloads take short turns. So no machine that grows slower favours anybody, and
 * none is compiled better than another by luck.
 */
export function planSittings(plan: BenchPlan): Sitting[] {
  const random = new Random(plan.seed);
  const blocks = Array.from({ length: plan.trials }, (_, block) => block);
  let trial = 0;
  return blocks.flatMap((block) => {
    const seed = (plan.seed + block) % 0x7fffffff;
    return shuffled(plan.threads, random).map((threads): Sitting => {
      const trials = cellsOfSitting(plan, threads).map((draft) => ({
        ...draft,
        block,
        seed,
        trial: trial++,
      }));
      return { block, threads, seed, trials };
    });
  });
}

export function planCourse(plan: BenchPlan): PlannedTrial[] {
  return planSittings(plan).flatMap(({ trials }) => trials);
}

function cellsOfSitting(
  { designs, workloads, baseline }: BenchPlan,
  threads: number,
): Pick<PlannedTrial, 'cell' | 'phase' | 'copy'>[] {
  const of = (design: string, phase: PlannedTrial['phase'], copy: PlannedTrial['copy']) =>
    workloads.map((workload) => ({ cell: { design, workload, threads }, phase, copy }));
  return [
    ...of(baseline, 'floor', 0),
    ...of(baseline, 'floor', 1),
    ...designs.flatMap((design) => of(design, 'compare', 0)),
  ];
}

/** In the order of the plan: workload, threads, design. */
export function cellsOf({ designs, workloads, threads }: BenchPlan): Cell[] {
  return workloads.flatMap((workload) =>
    threads.flatMap((count) => designs.map((design) => ({ design, workload, threads: count }))),
  );
}
