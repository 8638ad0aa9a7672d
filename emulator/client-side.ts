import { CpuAccess } from './cpu-access.ts';
import { ClientOperations } from './client-operations.ts';
import { DmaBufs } from './dma-buf.ts';
import { AddressSpace } from './fault.ts';
import { HandleTable } from './handle-table.ts';
import type { MemorySide } from './memory-side.ts';
import { ObjectSlots } from './object-slots.ts';
import { PrimeTable } from './prime-table.ts';
import { Reaper } from './reaper.ts';
import type { StackCore } from './stack-core.ts';
import type { SubmissionSide } from './submission-side.ts';

/** What a client has open and may ask for, and the end of what nobody has open any more. */
export function buildClientSide(core: StackCore, memory: MemorySide, submissions: SubmissionSide) {
  const slots = new ObjectSlots(core, memory.objects, memory.backing);
  const dmaBufs = new DmaBufs(core);
  const reaper = new Reaper(core, { ...memory, slots, dmaBufs });
  const handles = new HandleTable(core, memory.objects);
  const prime = new PrimeTable(core, { ...memory, slots, handles, dmaBufs });
  const space = new AddressSpace(core, { ...memory, handles });
  const cpuAccess = new CpuAccess(core, { ...memory, ...submissions });
  const { submission } = submissions;
  const parts = { ...memory, slots, handles, prime, space, cpuAccess, submission, reaper };
  return { operations: new ClientOperations(core, parts), reaper };
}
