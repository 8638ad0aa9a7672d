import { jainIndex } from '../../src/compare/jain-index.ts';

/** One cell of the contended table: everybody wants one lock, again and again. */
export interface ContendedCell {
  readonly threads: number;
  /** Work inside the lock, and as much again outside. */
  readonly workNs: number;
}

export interface CellMeasured extends ContendedCell {
  /** Acquisitions of all threads together. */
  readonly perSecond: number;
  /** Jain's index of the threads' acquisitions: 1 all alike, 1/threads one alone. */
  readonly jain: number;
}

const THREADS = [2, 4, 8];
const WORK_NS = [0, 100, 1000, 10_000];

export const CELLS: readonly ContendedCell[] = WORK_NS.flatMap((workNs) =>
  THREADS.map((threads) => ({ threads, workNs })),
);
export const THREADS_MOST = Math.max(...THREADS);

export function measuredCell(
  cell: ContendedCell,
  counts: readonly number[],
  seconds: number,
): CellMeasured {
  const sum = counts.reduce((a, b) => a + b, 0);
  return { ...cell, perSecond: sum / seconds, jain: jainIndex(counts) };
}
