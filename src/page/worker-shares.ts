/** What a worker got, as a multiple of an even share. */
export interface WorkerShare {
  readonly worker: string;
  readonly count: number;
  /** 1: as much as the average worker. */
  readonly share: number;
}

/** Empty: there was nothing to share. */
export function workerShares(
  counts: readonly (readonly [worker: string, count: number])[],
): readonly WorkerShare[] {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return [];
  return counts.map(([worker, count]) => ({
    worker,
    count,
    share: (count * counts.length) / total,
  }));
}
