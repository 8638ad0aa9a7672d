import type { ReclaimTotals } from '../src/run/stage.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { totalOf } from './counters.ts';

/** Pages that reclaim freed in a run, by who freed them, and the victims it had to pass over. */
export function reclaimTotals(memory: SharedMemory): ReclaimTotals {
  const direct = totalOf(memory, 'reclaimedDirect');
  const kswapd = totalOf(memory, 'reclaimedKswapd');
  return {
    pages: direct + kswapd + totalOf(memory, 'reclaimedDriver'),
    skippedBusy: totalOf(memory, 'skippedBusy'),
    direct,
    kswapd,
  };
}
