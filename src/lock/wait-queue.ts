import { closeLatch, openLatch } from '../shared/latch.ts';
import { LOCK, THREAD } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/**
 * Who waits for a lock, in order: a list linked through the threads' records, since a thread waits
 * for one lock at a time. Every method but close and open is called with the lock's latch closed,
 * so plain loads and stores suffice.
 */
export class WaitQueue {
  readonly #i32: Int32Array;
  readonly #latch: number;
  readonly #head: number;
  readonly #tail: number;
  readonly #thread;

  constructor(memory: SharedMemory, lock: number) {
    const region = memory.region(LOCK);
    const at = region.at(lock);
    this.#i32 = memory.i32;
    this.#latch = at + region.word.latch;
    this.#head = at + region.word.queueHead;
    this.#tail = at + region.word.queueTail;
    this.#thread = memory.region(THREAD);
  }

  close(): void {
    closeLatch(this.#i32, this.#latch);
  }

  open(): void {
    openLatch(this.#i32, this.#latch);
  }

  /** Thread id of the first; 0: nobody waits. */
  get head(): number {
    return this.#i32[this.#head] as number;
  }

  after(thread: number): number {
    return this.#i32[this.#nextOf(thread)] as number;
  }

  append(thread: number): void {
    this.insertBefore(thread, 0);
  }

  /** Puts `thread` before `later`, which is in the queue; 0: at the end. */
  insertBefore(thread: number, later: number): void {
    const i32 = this.#i32;
    const before = later === 0 ? (i32[this.#tail] as number) : this.#beforeOf(later);
    i32[this.#nextOf(thread)] = later;
    if (before === 0) i32[this.#head] = thread;
    else i32[this.#nextOf(before)] = thread;
    if (later === 0) i32[this.#tail] = thread;
  }

  /** Takes `thread` out; false when it was not in the queue. */
  remove(thread: number): boolean {
    const i32 = this.#i32;
    const before = this.#beforeOf(thread);
    if (before === 0 && this.head !== thread) return false;
    const next = this.after(thread);
    if (before === 0) i32[this.#head] = next;
    else i32[this.#nextOf(before)] = next;
    if (next === 0) i32[this.#tail] = before;
    i32[this.#nextOf(thread)] = 0;
    return true;
  }

  #beforeOf(thread: number): number {
    let before = 0;
    for (let at = this.head; at !== 0; at = this.after(at)) {
      if (at === thread) return before;
      before = at;
    }
    return 0;
  }

  #nextOf(thread: number): number {
    return this.#thread.at(thread) + this.#thread.word.queueNext;
  }
}
