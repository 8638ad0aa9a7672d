import type { CellResult, Comparison } from '../../compare/comparison.ts';
import type { Trial } from '../../compare/ledger.ts';
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
  /** Fixes the draws of the intervals. */
  readonly seed: number;
  readonly comparison: Comparison;
  /** What follows of it in words: the baseline first, then a text for each design. */
  readonly answer: readonly string[];
  /** What the comparison was made of, in the order of the course; the floor's too. */
  readonly trials: readonly Trial[];
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

/** Those of one ground in the order of the course, the floor's too. */
export function trialsOf({ trials }: BenchPart, { workload, threads }: Ground): readonly Trial[] {
  return trials.filter(({ cell }) => cell.workload === workload && cell.threads === threads);
}

/** Names in the order of first appearance. */
export function workloadsOf({ comparison }: BenchPart): readonly string[] {
  return [...new Set(comparison.cells.map(({ workload }) => workload))];
}

/** Ascending. */
export function threadCountsOf({ comparison }: BenchPart): readonly number[] {
  return [...new Set(comparison.cells.map(({ threads }) => threads))].sort((a, b) => a - b);
}
