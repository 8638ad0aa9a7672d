import type { MutexLock } from '../src/lock/lock-contracts.ts';
import type { GemObjects } from './gem-object.ts';
import { LRU } from './memory-map.ts';
import type { StackCore } from './stack-core.ts';
import { STACK_LOCK } from './stack-locks.ts';

/** Entries that one pick looks at; bounds how long lru_lock is held. */
const WINDOW = 16;
/** Record of the head. */
const HEAD = 0;

/**
 * The objects that have pages, least recently looked at first: a clock with a second chance. Used
 * objects carry a mark (`referenced`); a pick that meets a marked one takes the mark off and passes
 * on.
 *
 * lru_lock is never held over another lock, so it cannot be part of a cycle; should it refuse (a
 * run that is being stopped), the list stays as it is.
 */
export class LruList {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #lock: MutexLock;
  readonly #base: number;
  readonly #stride: number;
  readonly #next: number;
  readonly #previous: number;
  readonly #linked: number;

  constructor(core: StackCore, objects: GemObjects) {
    const region = core.thread.memory.region(LRU);
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = objects;
    this.#lock = core.thread.locks.mutexes(STACK_LOCK.lru)[0];
    this.#base = region.base;
    this.#stride = region.stride;
    this.#next = region.word.next;
    this.#previous = region.word.previous;
    this.#linked = region.word.linked;
  }

  /** At the tail: the last to be picked. */
  add(object: number): void {
    if (this.#lock.acquire() !== 'acquired') return;
    const entry = object + 1;
    const overlap = this.#isLinked(entry);
    if (!overlap) {
      this.#link(entry);
      this.#i32[this.#base + this.#linked]++;
    }
    this.#lock.release();
    if (overlap) this.#report(object, 'put on the LRU twice');
  }

  remove(object: number): void {
    if (this.#lock.acquire() !== 'acquired') return;
    const entry = object + 1;
    const present = this.#isLinked(entry);
    if (present) {
      this.#unlink(entry);
      this.#i32[this.#base + this.#linked]--;
    }
    this.#lock.release();
    if (!present) this.#report(object, 'taken off the LRU, where it was not');
  }

  /** How many objects have pages; may be out of date. */
  length(): number {
    return Atomics.load(this.#i32, this.#base + this.#linked);
  }

  /**
   * The next victim with a reference for the caller, moved to the tail; -1: none within the window.
   *
   * @param which `inactive`: not used since the last look; `any`: recently used ones too
   */
  pick(which: 'inactive' | 'any'): number {
    if (this.#lock.acquire() !== 'acquired') return -1;
    let victim = -1;
    const looks = Math.min(WINDOW, this.#i32[this.#base + this.#linked]);
    for (let look = 0; look < looks && victim < 0; look++) {
      const entry = this.#i32[this.#base + this.#next];
      this.#unlink(entry);
      this.#link(entry);
      if (this.#isEligible(entry - 1, which)) victim = entry - 1;
    }
    this.#lock.release();
    return victim;
  }

  #isEligible(object: number, which: 'inactive' | 'any'): boolean {
    if (this.#objects.isPinned(object)) return false;
    if (this.#objects.takeReferenced(object) && which === 'inactive') return false;
    return this.#objects.get(object);
  }

  #isLinked(entry: number): boolean {
    return this.#i32[this.#base + entry * this.#stride + this.#linked] === 1;
  }

  #link(entry: number): void {
    const head = this.#base;
    const at = this.#base + entry * this.#stride;
    const last = this.#i32[head + this.#previous];
    this.#i32[at + this.#next] = HEAD;
    this.#i32[at + this.#previous] = last;
    this.#i32[at + this.#linked] = 1;
    this.#i32[this.#base + last * this.#stride + this.#next] = entry;
    this.#i32[head + this.#previous] = entry;
  }

  #unlink(entry: number): void {
    const at = this.#base + entry * this.#stride;
    const next = this.#i32[at + this.#next];
    const previous = this.#i32[at + this.#previous];
    this.#i32[this.#base + next * this.#stride + this.#previous] = previous;
    this.#i32[this.#base + previous * this.#stride + this.#next] = next;
    this.#i32[at + this.#linked] = 0;
  }

  #report(object: number, what: string): void {
    this.#core.evidence.corruption(
      'LRU out of step',
      `${this.#objects.name(object)} was ${what}: its page steps overlapped`,
    );
  }
}
