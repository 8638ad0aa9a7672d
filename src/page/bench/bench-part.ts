import type { CellResult, Comparison } from '../../compare/comparison.ts';
import type { Part } from '../part.ts';

/** Trials of each of several designs, interleaved, held against each other. */
export interface BenchPart extends Part {
  readonly kind: 'bench';
  /** The design that the others are compared with. */
  readonly baseline: string;
  /** Cores of the machine. */
  readonly cores: number;
  /** Warm-up and measured time of each trial, in milliseconds. */
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly comparison: Comparison;
}

/** What cells are compared within: all but the design is the same. */
export interface Ground {
  readonly workload: string;
  readonly threads: number;
}

export interface GroundCells extends Ground {
  readonly cells: readonly CellResult[];
}

/** The cells by workload and threads, in the order of the plan. */
export function groundsOf({ comparison }: BenchPart): readonly GroundCells[] {
  const grounds = new Map<string, GroundCells & { cells: CellResult[] }>();
  for (const cell of comparison.cells) {
    const { workload, threads } = cell;
    const key = JSON.stringify([workload, threads]);
    const ground = grounds.get(key) ?? { workload, threads, cells: [] };
    ground.cells.push(cell);
    grounds.set(key, ground);
  }
  return [...grounds.values()];
}

/** Names in the order of first appearance. */
export function workloadsOf({ comparison }: BenchPart): readonly string[] {
  return [...new Set(comparison.cells.map(({ workload }) => workload))];
}

/** Ascending. */
export function threadCountsOf({ comparison }: BenchPart): readonly number[] {
  return [...new Set(comparison.cells.map(({ threads }) => threads))].sort((a, b) => a - b);
}
