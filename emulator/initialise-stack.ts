import { assert } from '../src/base/assert.ts';
import type { Region } from '../src/shared/layout.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { wordsOfBits } from './bit-set.ts';
import {
  ENGINES_MAX,
  FREE_IMPORTS,
  FREE_PAGES,
  FREE_SWAP,
  HANDLE,
  JOB_OBJECTS_MAX,
  OBJECT,
  OBJECT_STATE,
  PAGE_DATA,
  POOL,
  RING,
} from './memory-map.ts';
import { PageBytes } from './page-bytes.ts';
import { POOL_PAGES_MAX } from './page-frame.ts';
import {
  PAGES_PER_OBJECT_MAX,
  type StackPlan,
  leastPoolPages,
  pagesOfSlot,
  slotCount,
  slotsPerImporter,
} from './stack-plan.ts';

/**
 * Fills the stack's zeroed memory: all pages and slots free, all native objects alive.
 *
 * @param swapFile descriptor of the run's swap file
 */
export function initialiseStack(memory: SharedMemory, plan: StackPlan, swapFile: number): void {
  checkStackPlan(plan);
  const pool = memory.region(POOL);
  memory.i32[pool.base + pool.word.swapFile] = swapFile + 1;
  freeAllPages(memory, plan);
  freeAllSlots(memory, plan);
  createNativeObjects(memory, plan);
  const ring = memory.region(RING);
  for (let engine = 0; engine < plan.engines; engine++) {
    memory.i32[ring.at(engine) + ring.word.freeSlots] = plan.ringSlots;
  }
}

/** What `planStack` has seen to. */
function checkStackPlan(plan: StackPlan): void {
  assert(plan.poolPages >= leastPoolPages(plan), 'the pool holds its watermarks and an object');
  assert(plan.poolPages <= POOL_PAGES_MAX, 'a frame cannot name so many pages');
  assert(plan.pagesPerObject <= PAGES_PER_OBJECT_MAX, 'an sg table cannot hold so many pages');
  assert(plan.minPages <= plan.lowPages && plan.lowPages <= plan.highPages, 'watermarks in order');
  assert(plan.engines >= 1 && plan.engines <= ENGINES_MAX, `1 to ${ENGINES_MAX} engines`);
  assert(plan.objectsPerJob <= JOB_OBJECTS_MAX, `at most ${JOB_OBJECTS_MAX} objects a job`);
  assert(plan.firstImporter < plan.devices, 'at least one device imports');
}

function freeAllPages(memory: SharedMemory, plan: StackPlan): void {
  const pool = memory.region(POOL);
  const bytes = new PageBytes(memory.i32, memory.region(PAGE_DATA));
  for (let page = 0; page < plan.poolPages; page++) bytes.poison(page);
  setBits(memory, memory.region(FREE_PAGES), 0, plan.poolPages);
  memory.i32[pool.base + pool.word.free] = plan.poolPages;
}

function freeAllSlots(memory: SharedMemory, plan: StackPlan): void {
  const pool = memory.region(POOL);
  setBits(memory, memory.region(FREE_SWAP), 0, plan.swapPages);
  memory.i32[pool.base + pool.word.freeSwap] = plan.swapPages;
  const share = slotsPerImporter(plan);
  for (let importer = 0; importer < plan.devices - plan.firstImporter; importer++) {
    setBits(memory, memory.region(FREE_IMPORTS), importer * wordsOfBits(share), share);
  }
}

function createNativeObjects(memory: SharedMemory, plan: StackPlan): void {
  const { i32 } = memory;
  const region = memory.region(OBJECT);
  const { word } = region;
  const handles = memory.region(HANDLE);
  for (let object = 0; object < plan.objects; object++) {
    const at = region.at(object);
    i32[at + word.generation] = 1;
    i32[at + word.content] = 1;
    i32[at + word.buffer] = object;
    i32[at + word.pages] = pagesOfSlot(plan, object);
    i32[at + word.refs] = 1;
    i32[at + word.state] = OBJECT_STATE.alive;
    for (let client = 0; client < plan.clients; client++) {
      i32[handles.at(client * slotCount(plan) + object) + handles.word.mapped] = 1;
    }
  }
}

function setBits(memory: SharedMemory, region: Region, first: number, numbers: number): void {
  for (let number = 0; number < numbers; number++) {
    memory.i32[region.base + first + (number >>> 5)] |= 1 << (number & 31);
  }
}
