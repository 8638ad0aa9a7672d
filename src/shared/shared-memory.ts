import { assert } from '../base/assert.ts';
import {
  type Layout,
  Region,
  type RegionRequest,
  type RegionSpec,
  type WordSpecs,
  placeRegions,
  word,
  defineRegion,
} from './layout.ts';
import type { LinearMemory } from './linear-memory.ts';

const MAGIC = 0x4c594431; // "LYD1"
const VERSION = 1;

const HEADER = defineRegion({
  name: 'header',
  option: 'none',
  stride: 'line',
  words: {
    magic: word('coordinator, once', 'MAGIC; 0: not this project’s memory'),
    version: word('coordinator, once', 'layout version'),
    size: word('coordinator, once', 'total 32-bit words'),
  },
});

/** What travels to a thread: the buffer and where everything lies in it. */
export interface SharedMemoryHandle {
  readonly buffer: SharedArrayBuffer;
  readonly layout: Layout;
  /** The same bytes for compiled code; null: JavaScript alone works on them. */
  readonly linear: LinearMemory | null;
}

/**
 * The one SharedArrayBuffer of a run, with its typed regions. Index it through `i32` with
 * `Atomics.*` where two threads meet, plainly where a word has a single writer and late readers.
 */
export class SharedMemory {
  readonly handle: SharedMemoryHandle;
  readonly i32: Int32Array<SharedArrayBuffer>;
  readonly u8: Uint8Array<SharedArrayBuffer>;
  readonly #regions = new Map<string, Region>();

  constructor(handle: SharedMemoryHandle) {
    const { words } = handle.layout;
    this.handle = handle;
    this.i32 = new Int32Array(handle.buffer, 0, words);
    this.u8 = new Uint8Array(handle.buffer, 0, words * 4);
  }

  /** The region as declared by `spec`. Opened once a thread; keep the result. */
  region<W extends WordSpecs>(spec: RegionSpec<W>): Region<W> {
    const known = this.#regions.get(spec.name);
    if (known !== undefined) return known as unknown as Region<W>;
    const placement = this.handle.layout.placements[spec.name];
    assert(placement !== undefined, `region ${spec.name} is not part of this run's memory`);
    const region = new Region(spec, placement);
    this.#regions.set(spec.name, region as unknown as Region);
    return region;
  }
}

/** Allocates and stamps the memory of a run, all zero. Coordinator side, once. */
export function createSharedMemory(requests: readonly RegionRequest[]): SharedMemory {
  return stampMemory(layOut(requests), null);
}

/** Where the regions of a run lie, after the header. */
export function layOut(requests: readonly RegionRequest[]): Layout {
  return placeRegions([{ spec: HEADER, records: 1 }, ...requests]);
}

/** The memory of a run in `linear`, which is all zero and large enough; null: in a buffer of its own. */
export function stampMemory(layout: Layout, linear: LinearMemory | null): SharedMemory {
  const buffer = linear?.memory.buffer ?? new SharedArrayBuffer(layout.words * 4);
  const memory = new SharedMemory({ buffer, layout, linear });
  const header = memory.region(HEADER);
  memory.i32[header.base + header.word.magic] = MAGIC;
  memory.i32[header.base + header.word.version] = VERSION;
  memory.i32[header.base + header.word.size] = layout.words;
  return memory;
}

/** Opens a run's memory in another thread and checks that both sides mean the same layout. */
export function attachSharedMemory(handle: SharedMemoryHandle): SharedMemory {
  const memory = new SharedMemory(handle);
  const header = memory.region(HEADER);
  assert(memory.i32[header.base + header.word.magic] === MAGIC, 'shared memory: wrong magic');
  assert(memory.i32[header.base + header.word.version] === VERSION, 'shared memory: wrong version');
  assert(memory.i32[header.base + header.word.size] === handle.layout.words, 'shared memory: size');
  return memory;
}
