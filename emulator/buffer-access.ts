import type { GemObjects } from './gem-object.ts';
import { BACKING, OBJECT } from './memory-map.ts';
import type { Access } from './stack-operations.ts';
import { PAGE_HEADER, contentOf } from './page-bytes.ts';
import type { PageFrames } from './page-frames.ts';
import type { PagePool } from './page-pool.ts';
import type { StackCore } from './stack-core.ts';

/**
 * Reading and writing a buffer's bytes, verified.
 *
 * Readers, CPU writers and GPU copies of one buffer may run at the same time: dma-buf promises only
 * that the pages stay where they are while they are pinned. So the check must be exact without
 * exclusion:
 *
 * - *What* a page holds is constant (`contentOf`: buffer, content number, page). A write stores the
 *   same words again. A reader that sees anything else sees poison, another buffer's page, or lost
 *   bytes.
 * - *That* a write was not lost is counted twice: a writer adds 1 to the version in the page's
 *   header first, then 1 to `written` beside the buffer. So version >= written at any time, and
 *   version - written is at most the number of writers in between, hence of threads. A page that
 *   was swapped out before a write, or that two objects own, breaks one of the two. With no pin on
 *   the buffer nobody is in between: the two are equal, which eviction and the final audit check.
 */
export class BufferAccess {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #frames: PageFrames;
  readonly #pool: PagePool;
  readonly #contentWord: number;
  readonly #objectStride: number;
  readonly #writtenWord: number;
  readonly #backingStride: number;

  constructor(core: StackCore, objects: GemObjects, frames: PageFrames, pool: PagePool) {
    const { memory } = core.thread;
    const object = memory.region(OBJECT);
    const backing = memory.region(BACKING);
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = objects;
    this.#frames = frames;
    this.#pool = pool;
    this.#contentWord = object.base + object.word.content;
    this.#objectStride = object.stride;
    this.#writtenWord = backing.base + backing.word.written;
    this.#backingStride = backing.stride;
  }

  /** Reads or writes page `number` of a pinned object; false when its bytes were wrong. */
  touch(object: number, number: number, access: Access): boolean {
    const page = this.#reach(object, number);
    if (page < 0) return false;
    const buffer = this.#objects.bufferOf(object);
    const identity = this.#identity(buffer, number);
    const good = this.#verify(object, number, page, identity);
    if (access === 'write') {
      this.#pool.bytes.writeLines(page, identity);
      this.#countWrite(buffer, number, page);
    }
    return good;
  }

  /** The GPU copies page `number` of one pinned object over the same page of another. */
  copy(from: number, to: number, number: number): void {
    const source = this.#reach(from, number);
    const destination = this.#reach(to, number);
    if (source < 0 || destination < 0) return;
    const sourceBuffer = this.#objects.bufferOf(from);
    const buffer = this.#objects.bufferOf(to);
    const identity = this.#identity(buffer, number);
    const sourceIdentity = this.#identity(sourceBuffer, number);
    this.#verify(from, number, source, sourceIdentity);
    this.#verify(to, number, destination, identity);
    this.#pool.bytes.copyLines(source, destination, sourceIdentity ^ identity);
    this.#countWrite(buffer, number, destination);
    this.#core.counters.add('copies', 1);
  }

  #identity(buffer: number, number: number): number {
    return contentOf(buffer, this.#i32[this.#contentWord + buffer * this.#objectStride], number);
  }

  /** Pool page behind page `number` of the object; -1 after a finding. */
  #reach(object: number, number: number): number {
    const frame = this.#frames.frame(object, number);
    const page = this.#pool.pageFor(frame, this.#objects.bufferOf(object) + 1);
    if (page >= 0) return page;
    const { evidence } = this.#core;
    const name = this.#objects.name(object);
    if (frame === 0) {
      evidence.corruption('no page behind a pin', `page ${number} of pinned ${name} is gone`);
    } else {
      const found = this.#pool.describe(frame);
      const table = this.#objects.isImported(object) ? 'sg table' : 'page table';
      evidence.corruption(
        'stale page',
        `page ${number} of pinned ${name} is stale in its ${table}: ${found}`,
      );
    }
    return -1;
  }

  #countWrite(buffer: number, number: number, page: number): void {
    const i32 = this.#i32;
    const header = this.#pool.bytes.at(page);
    const me = this.#core.thread.id;
    if (i32[header + PAGE_HEADER.writer] !== me) {
      i32[header + PAGE_HEADER.previousWriter] = i32[header + PAGE_HEADER.writer];
      i32[header + PAGE_HEADER.writer] = me;
    }
    // In this order: pairs with the loads in #verify, which go the other way round.
    Atomics.add(i32, header + PAGE_HEADER.version, 1);
    Atomics.add(i32, this.#written(buffer, number), 1);
  }

  #written(buffer: number, number: number): number {
    return (
      this.#writtenWord + (buffer * this.#core.plan.pagesPerObject + number) * this.#backingStride
    );
  }

  #verify(object: number, number: number, page: number, identity: number): boolean {
    const i32 = this.#i32;
    this.#core.counters.checked();
    const written = this.#written(this.#objects.bufferOf(object), number);
    const header = this.#pool.bytes.at(page);
    const before = Atomics.load(i32, written);
    const version = Atomics.load(i32, header + PAGE_HEADER.version);
    const after = Atomics.load(i32, written);
    const wrong = this.#pool.bytes.firstWrong(page, identity, number);
    const lost = (version - before) | 0;
    const ahead = (version - after) | 0;
    if (wrong < 0 && lost >= 0 && ahead <= this.#core.plan.threads) return true;
    this.#reportWrong(object, number, page, wrong, lost < 0 ? lost : ahead);
    return false;
  }

  #reportWrong(object: number, number: number, page: number, wrong: number, drift: number): void {
    const { evidence, thread } = this.#core;
    const { bytes } = this.#pool;
    const name = this.#objects.name(object);
    const what =
      wrong >= 0
        ? `word ${wrong} is not what the buffer holds`
        : `its version and the writes counted differ by ${drift}`;
    evidence.corruption(
      wrong >= 0 ? 'wrong bytes' : 'lost write',
      `${thread.name} read page ${number} of ${name}: ${what}`,
      `pool page ${page} of buffer ${this.#objects.name(this.#objects.bufferOf(object))}`,
      evidence.lastWriters(bytes, page),
    );
  }
}
