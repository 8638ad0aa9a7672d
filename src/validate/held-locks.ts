import { HELD_ENTRY_WORDS, HELD_LOCKS_MAX, THREAD } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/**
 * The calling thread's stack of held locks, in shared memory so that others can read it while this
 * thread is blocked. Entries are [tag, row]: `tag` = lock index + 1 with CLOCKED set when the hold is
 * being timed; `row` = the chain automaton's row after this acquisition. Entry 0 is the root: tag 0
 * and the row of the operation. The word after the last entry is 0.
 *
 * Plain stores: the writer is one thread, and readers come after an Atomics operation of that
 * thread on `thread.waiting` (see WaitRecord.begin), which orders these stores before it.
 */
export const CLOCKED = 1 << 30;
const TAG_MASK = CLOCKED - 1;

export class HeldLocks {
  readonly i32: Int32Array;
  /** Index of the root entry. */
  readonly root: number;
  /** Index of the word that holds `top`. */
  readonly topAt: number;

  constructor(memory: SharedMemory, thread: number) {
    const region = memory.region(THREAD);
    this.i32 = memory.i32;
    this.root = region.at(thread) + region.word.held;
    this.topAt = region.at(thread) + region.word.heldTop;
    this.top = this.root + HELD_ENTRY_WORDS;
  }

  /** Index of the first free entry; `top - 1` is the row of the newest held lock. */
  get top(): number {
    return this.i32[this.topAt] as number;
  }

  set top(index: number) {
    this.i32[this.topAt] = index;
  }

  get depth(): number {
    return (this.top - this.root) / HELD_ENTRY_WORDS - 1;
  }

  /** Row of the newest held lock, or of the root. */
  get row(): number {
    return this.i32[this.top - 1] as number;
  }

  /** Index of the newest entry of a lock; 0 when this thread does not hold it. */
  find(lock: number): number {
    for (let entry = this.top - HELD_ENTRY_WORDS; entry > this.root; entry -= HELD_ENTRY_WORDS) {
      if (lockOfTag(this.i32[entry] as number) === lock) return entry;
    }
    return 0;
  }

  /** Oldest first. */
  entries(): { readonly lock: number; readonly row: number }[] {
    const entries: { lock: number; row: number }[] = [];
    for (let at = this.root + HELD_ENTRY_WORDS; at < this.top; at += HELD_ENTRY_WORDS) {
      entries.push({ lock: lockOfTag(this.i32[at] as number), row: this.i32[at + 1] as number });
    }
    return entries;
  }

  /** Takes the entry out; `rows` gives the row of each entry above, oldest first. */
  remove(entry: number, rowAfter: (row: number, entryRow: number) => number): void {
    const { i32 } = this;
    const last = this.top - HELD_ENTRY_WORDS;
    for (let at = entry; at < last; at += HELD_ENTRY_WORDS) {
      const above = at + HELD_ENTRY_WORDS;
      i32[at] = i32[above] as number;
      i32[at + 1] = rowAfter(i32[at - 1] as number, i32[above + 1] as number);
    }
    i32[last] = 0;
    this.top = last;
  }
}

function lockOfTag(tag: number): number {
  return (tag & TAG_MASK) - 1;
}

/** Calls `visit` for each lock that `thread` holds, oldest first; exact while that thread is blocked. */
export function eachHeldLock(
  memory: SharedMemory,
  thread: number,
  visit: (lock: number, row: number) => void,
): void {
  const region = memory.region(THREAD);
  const first = region.at(thread) + region.word.held + HELD_ENTRY_WORDS;
  for (let n = 0; n < HELD_LOCKS_MAX; n++) {
    const tag = memory.i32[first + n * HELD_ENTRY_WORDS] as number;
    if (tag === 0) return;
    visit(lockOfTag(tag), memory.i32[first + n * HELD_ENTRY_WORDS + 1] as number);
  }
}
