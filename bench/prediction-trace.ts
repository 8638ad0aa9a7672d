import { Random } from '../src/base/random.ts';
import { EVENT, EVENT_SHARED, EVENT_TRIED, type EventTrace } from '../src/shared/event-trace.ts';

/** One step of a code path: a kind of event with its flags, on a lock, at a place. */
interface PathStep {
  readonly kind: number;
  readonly lock: number;
  readonly row: number;
}

type CodePath = readonly PathStep[];

export interface TraceShape {
  readonly events: number;
  readonly threads: number;
  /** Nested acquisitions in the one order that all keep. */
  readonly ordered: number;
  /** Paths against that order, each run once in `rareEvery` paths. */
  readonly reversed: number;
  readonly rareEvery: number;
  /** Walks hand over hand along a ring of locks. */
  readonly walks: number;
  /** Pairs of paths in opposite order, under a gate of their own. */
  readonly gated: number;
  /** Locks that the ordered paths choose from. */
  readonly locks: number;
}

const DEPTH_MAX = 4;
const WALK_LOCKS = 6;

/**
 * The trace of threads that run code paths at random, one event at a time, by the rules of locks. A
 * path against the order runs in one go while all is free, so that the run itself never deadlocks.
 */
export function recordedRun(shape: TraceShape, seed: number): EventTrace {
  return new RecordedRun(shape, new Random(seed)).record();
}

class RecordedRun {
  readonly #shape: TraceShape;
  readonly #random: Random;
  readonly #usual: CodePath[] = [];
  readonly #rare: CodePath[] = [];
  #locks: number;
  #rows = 0;
  /** Per lock: -1 a writer, else the number of readers. */
  readonly #held: number[];
  readonly #trace: {
    count: number;
    readonly kind: Uint8Array;
    readonly thread: Uint16Array;
    readonly object: Int32Array;
    readonly row: Int32Array;
  };

  constructor(shape: TraceShape, random: Random) {
    const { events } = shape;
    this.#shape = shape;
    this.#random = random;
    this.#locks = shape.locks;
    this.#makePaths();
    this.#held = new Array<number>(this.#locks).fill(0);
    this.#trace = {
      count: 0,
      kind: new Uint8Array(events),
      thread: new Uint16Array(events),
      object: new Int32Array(events),
      row: new Int32Array(events),
    };
  }

  record(): EventTrace {
    const { events, threads, rareEvery } = this.#shape;
    const paths: CodePath[] = Array.from({ length: threads }, () => []);
    const at = new Int32Array(threads);
    while (this.#trace.count < events) {
      const thread = this.#random.below(threads, 'who goes on');
      const path = paths[thread] as CodePath;
      if (at[thread] < path.length) {
        if (this.#step(thread + 1, path[at[thread]] as PathStep)) at[thread]++;
      } else if (this.#rare.length > 0 && this.#random.below(rareEvery, 'a rare path') === 0) {
        this.#runAtOnce(thread + 1, this.#pick(this.#rare));
      } else {
        paths[thread] = this.#pick(this.#usual);
        at[thread] = 0;
      }
    }
    return { ...this.#trace, threads, objects: this.#locks };
  }

  #makePaths(): void {
    const { ordered, reversed, walks, gated, locks } = this.#shape;
    for (let path = 0; path < ordered; path++) this.#usual.push(this.#nested(this.#someLocks()));
    for (let path = 0; path < reversed; path++) {
      this.#rare.push(this.#nested(this.#someLocks().reverse()));
    }
    for (let walk = 0; walk < walks; walk++) this.#usual.push(this.#walk());
    for (let pair = 0; pair < gated; pair++) {
      const gate = this.#locks++;
      const [a, b] = [this.#locks++, this.#locks++];
      this.#usual.push(this.#nested([gate, a, b]), this.#nested([gate, b, a]));
    }
    if (locks < DEPTH_MAX) throw new Error('more locks are needed');
  }

  /** Two to four of the ordered locks, ascending. */
  #someLocks(): number[] {
    const chosen = new Set<number>();
    const depth = 2 + this.#random.below(DEPTH_MAX - 1, 'depth of a path');
    while (chosen.size < depth) chosen.add(this.#random.below(this.#shape.locks, 'lock of a path'));
    return [...chosen].sort((a, b) => a - b);
  }

  #nested(locks: readonly number[]): CodePath {
    const acquires = locks.map((lock) => {
      const shared = this.#random.percent(10, 'a reader') ? EVENT_SHARED : 0;
      return { kind: EVENT.acquire | shared, lock, row: ++this.#rows };
    });
    const releases = acquires.map(({ lock, kind }) => ({
      kind: EVENT.release | (kind & EVENT_SHARED),
      lock,
      row: 0,
    }));
    return [...acquires, ...releases.reverse()];
  }

  /** Along a ring of its own; the step that closes the ring is tried, as it must be. */
  #walk(): CodePath {
    const first = this.#locks;
    this.#locks += WALK_LOCKS;
    const path: PathStep[] = [{ kind: EVENT.acquire, lock: first, row: ++this.#rows }];
    for (let step = 1; step < WALK_LOCKS; step++) {
      const lock = first + step;
      path.push({ kind: EVENT.acquire, lock, row: ++this.#rows });
      path.push({ kind: EVENT.release, lock: lock - 1, row: 0 });
    }
    const last = first + WALK_LOCKS - 1;
    path.push({ kind: EVENT.acquire | EVENT_TRIED, lock: first, row: ++this.#rows });
    path.push({ kind: EVENT.release, lock: last, row: 0 });
    path.push({ kind: EVENT.release, lock: first, row: 0 });
    return path;
  }

  #pick(paths: readonly CodePath[]): CodePath {
    return paths[this.#random.below(paths.length, 'a path')] as CodePath;
  }

  /** False: the lock is taken. */
  #step(thread: number, { kind, lock, row }: PathStep): boolean {
    const shared = (kind & EVENT_SHARED) !== 0;
    const held = this.#held[lock] as number;
    if ((kind & EVENT.acquire) !== 0) {
      if (shared ? held < 0 : held !== 0) return false;
      this.#held[lock] = shared ? held + 1 : -1;
    } else {
      this.#held[lock] = shared ? held - 1 : 0;
    }
    const { kind: kinds, thread: threads, object, row: rows } = this.#trace;
    const at = this.#trace.count++;
    kinds[at] = kind;
    threads[at] = thread;
    object[at] = lock;
    rows[at] = row;
    return true;
  }

  #runAtOnce(thread: number, path: CodePath): void {
    if (path.some(({ lock }) => this.#held[lock] !== 0)) return;
    for (const step of path) this.#step(thread, step);
  }
}
