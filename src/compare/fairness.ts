import { jainIndex } from './jain-index.ts';
import type { Fairness, ThreadPart } from './ledger.ts';

/** Among the workers: services have work of their own. */
export function fairnessOf(threads: readonly ThreadPart[]): Fairness {
  const workers = threads.filter(({ service }) => !service);
  const operations = workers.map((worker) => worker.operations);
  const total = operations.reduce((sum, count) => sum + count, 0);
  return {
    jainOperations: jainIndex(operations),
    jainHold: jainIndex(workers.map(({ holdMs }) => holdMs)),
    leastShare: total === 0 ? 1 : (Math.min(...operations) * workers.length) / total,
  };
}
