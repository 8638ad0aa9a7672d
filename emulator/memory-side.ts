import { Attachments } from './attachment.ts';
import { BackingStore } from './backing-store.ts';
import { BufferAccess } from './buffer-access.ts';
import { Exporter } from './exporter.ts';
import { GemObjects } from './gem-object.ts';
import { Importer } from './importer.ts';
import { LruList } from './lru.ts';
import { PageFrames } from './page-frames.ts';
import { PagePins } from './page-pins.ts';
import { PagePool } from './page-pool.ts';
import { ObjectPages } from './page-steps.ts';
import { PendingFills } from './pending-fills.ts';
import { SgTables } from './sg-table.ts';
import { Shrinker } from './shrinker.ts';
import type { StackCore } from './stack-core.ts';
import type { SwapDevice } from './swap-device.ts';
import { SwapSpace } from './swap-space.ts';

export type MemorySide = ReturnType<typeof buildMemorySide>;

/** Objects, their pages, where pages come from and who takes them back. */
export function buildMemorySide(core: StackCore, device: SwapDevice) {
  const objects = new GemObjects(core.thread.memory, core.plan, core.evidence);
  const pool = new PagePool(core);
  const swap = new SwapSpace(core, device, pool.bytes);
  const backing = new BackingStore(core, objects);
  const pending = new PendingFills(core);
  const tables = new SgTables(core, pool);
  const frames = new PageFrames(core, objects, tables);
  const pins = new PagePins(core, objects);
  const lru = new LruList(core, objects);
  const access = new BufferAccess(core, objects, frames, pool);
  const exporter = new Exporter(core, { objects, backing, pool, swap, pending });
  const attachments = new Attachments(core, { objects, pool, pins, frames, tables });
  const importer = new Importer(core, attachments);
  const pages = new ObjectPages(core, { objects, backing, pending, exporter, importer, lru });
  const shrinker = new Shrinker(core, objects, lru, pool);
  pool.setReclaimer(shrinker);
  return { objects, pool, swap, backing, pins, access, exporter, attachments, pages, shrinker };
}
