import { BitSet, wordsOfBits } from './bit-set.ts';
import { CountedSet } from './counted-set.ts';
import { FREE_SWAP, POOL } from './memory-map.ts';
import type { StackCore } from './stack-core.ts';
import type { PageBytes } from './page-bytes.ts';
import type { SwapDevice } from './swap-device.ts';

/** Slots of the swap file, and moving pages to and from them. */
export class SwapSpace {
  readonly #core: StackCore;
  readonly #device: SwapDevice;
  readonly #bytes: PageBytes;
  readonly #free: CountedSet;

  constructor(core: StackCore, device: SwapDevice, bytes: PageBytes) {
    const { memory } = core.thread;
    const pool = memory.region(POOL);
    const words = wordsOfBits(core.plan.swapPages);
    const set = new BitSet(core.i32, memory.region(FREE_SWAP), 0, words, core.thread.id);
    this.#core = core;
    this.#device = device;
    this.#bytes = bytes;
    this.#free = new CountedSet(core.i32, pool.base + pool.word.freeSwap, set);
  }

  /** Three quarters are used: slots of resident pages are worth giving back (vm_swap_full). */
  isFull(): boolean {
    return this.#free.count() * 4 < this.#core.plan.swapPages;
  }

  /** A free slot; -1: the swap is full. */
  take(): number {
    return this.#free.take(0);
  }

  free(slot: number): void {
    if (this.#free.add(slot)) return;
    this.#core.evidence.corruption('swap slot freed twice', `swap slot ${slot} was free already`);
  }

  write(slot: number, page: number): void {
    this.#device.write(slot, this.#bytes.byteOffset(page));
    this.#core.counters.add('swappedOut', 1);
  }

  read(slot: number, page: number): void {
    this.#device.read(slot, this.#bytes.byteOffset(page));
    this.#core.counters.add('swappedIn', 1);
  }
}
