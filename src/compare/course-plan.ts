import { Random } from '../base/random.ts';
import type { BenchPlan, Cell, PlannedTrial } from './ledger.ts';

type Draft = Omit<PlannedTrial, 'trial'>;

/**
 * All trials of a comparison in their order: first the A/A floor, the baseline twice per block; then
 * randomised complete blocks, every cell once per block. A design's trials with one number of workers
 * follow each other within a block: they share a process. The order of designs, and of workloads within
 * a design, is drawn anew for each block, so that a machine that grows slower favours nobody; all
 * trials of a block have one seed, so that the designs get the same draws.
 */
export function planCourse(plan: BenchPlan): PlannedTrial[] {
  const random = new Random(plan.seed);
  const drafts: Draft[] = [];
  const addBlock = (phase: Draft['phase'], block: number, groups: readonly Group[]) => {
    const seed = (plan.seed + block) % 0x7fffffff;
    for (const { design, threads, copy } of shuffled(groups, random)) {
      for (const workload of shuffled(plan.workloads, random)) {
        drafts.push({ cell: { design, workload, threads }, phase, block, copy, seed });
      }
    }
  };
  const copies = ([0, 1] as const).flatMap((copy) =>
    plan.threads.map((threads): Group => ({ design: plan.baseline, threads, copy })),
  );
  const compared = plan.designs.flatMap((design) =>
    plan.threads.map((threads): Group => ({ design, threads, copy: 0 })),
  );
  for (let block = 0; block < plan.trials; block++) addBlock('floor', block, copies);
  for (let block = 0; block < plan.trials; block++) addBlock('compare', block, compared);
  return drafts.map((draft, trial) => ({ ...draft, trial }));
}

/** What shares a process. */
interface Group {
  readonly design: string;
  readonly threads: number;
  readonly copy: 0 | 1;
}

/** In the order of the plan: workload, threads, design. */
export function cellsOf({ designs, workloads, threads }: BenchPlan): Cell[] {
  return workloads.flatMap((workload) =>
    threads.flatMap((count) => designs.map((design) => ({ design, workload, threads: count }))),
  );
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1, 'order within a block');
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
