import type { RegionRequest } from './layout.ts';
import { MemoryBank } from './linear-memory.ts';
import { type SharedMemory, layOut, stampMemory } from './shared-memory.ts';

/** As createSharedMemory, where compiled code can work on it too; from `bank`, if runs follow runs. */
export function createCompiledMemory(
  requests: readonly RegionRequest[],
  bank = new MemoryBank(),
): SharedMemory {
  const layout = layOut(requests);
  return stampMemory(layout, bank.lend(layout.words * 4));
}
