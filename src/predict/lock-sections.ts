import { IntList } from './int-list.ts';
import { PairTable } from './pair-table.ts';

/** End of a section that the trace does not see released. */
export const NEVER = 0x7fffffff;

/**
 * The critical sections of a run. A *lane* is what one thread did to one lock: its sections in order.
 * Each lane remembers where it was last asked, since a search asks for nearly the same again.
 */
export class LockSections {
  /** Event that ends the section: its release, or the shared acquire of a downgrade. */
  readonly end: Int32Array;
  /** First acquire of the section; -1: held before the trace began. */
  readonly start: Int32Array;
  /** Start of the newest exclusive section of the lane up to this one; -2: none. */
  readonly exclusiveStart: Int32Array;
  readonly laneThread: Int32Array;
  /** (lock, thread) */
  readonly #lanes = new PairTable();
  readonly #laneFrom: Int32Array;
  readonly #lockFrom: Int32Array;
  readonly #asked: Int32Array;

  constructor(log: SectionLog, locks: number, threads: number) {
    const order = log.sorted(locks, threads);
    const sections = order.length;
    this.start = order.map((section) => log.start.values[section]);
    this.end = order.map((section) => log.end.values[section]);
    this.exclusiveStart = new Int32Array(sections);
    const [laneThread, laneFrom] = [new IntList(), new IntList()];
    this.#lockFrom = new Int32Array(locks + 1);
    let [lock, thread] = [-1, -1];
    for (let at = 0; at < sections; at++) {
      const section = order[at];
      const sameLane = lock === log.lock.values[section] && thread === log.thread.values[section];
      while (lock < log.lock.values[section]) this.#lockFrom[++lock] = laneThread.length;
      thread = log.thread.values[section];
      if (!sameLane) this.#lanes.idOf(lock, thread);
      if (!sameLane) laneThread.push(thread);
      if (!sameLane) laneFrom.push(at);
      const shared = log.shared.values[section] === 1;
      const before = sameLane ? this.exclusiveStart[at - 1] : -2;
      this.exclusiveStart[at] = shared ? before : this.start[at];
    }
    while (lock < locks) this.#lockFrom[++lock] = laneThread.length;
    laneFrom.push(sections);
    this.laneThread = laneThread.values;
    this.#laneFrom = laneFrom.values;
    this.#asked = laneFrom.values.slice();
  }

  /** Lanes of a lock: from this one up to, not including, `firstLane(lock + 1)`. */
  firstLane(lock: number): number {
    return this.#lockFrom[lock];
  }

  /** -1: the thread never held the lock. */
  laneOf(lock: number, thread: number): number {
    return this.#lanes.find(lock, thread);
  }

  isShared(section: number): boolean {
    return this.exclusiveStart[section] !== this.start[section];
  }

  /** The newest section of the lane that has started by `event`; -1: none. */
  latest(lane: number, event: number): number {
    const { start } = this;
    const from = this.#laneFrom[lane];
    const last = this.#laneFrom[lane + 1] - 1;
    let low = this.#asked[lane];
    if (start[low] <= event) {
      if (low === last || start[low + 1] > event) return low;
      let high = low + 1;
      // Gallop: near questions are answered in a few looks.
      for (let step = 2; high < last && start[high] <= event; step *= 2) {
        low = high;
        high = Math.min(last, high + step);
      }
      return this.#search(lane, low, start[high] <= event ? last + 1 : high, event);
    }
    if (start[from] > event) return -1;
    return this.#search(lane, from, low, event);
  }

  /** Start of the lane's first section after `event`; NEVER: none. */
  startAfter(lane: number, event: number, exclusiveOnly: boolean): number {
    const column = exclusiveOnly ? this.exclusiveStart : this.start;
    let low = this.#laneFrom[lane];
    let high = this.#laneFrom[lane + 1];
    const end = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (column[middle] > event) high = middle;
      else low = middle + 1;
    }
    return low === end ? NEVER : column[low];
  }

  /** Of sections low (has started) and high (has not), the last that has. */
  #search(lane: number, low: number, high: number, event: number): number {
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.start[middle] <= event) low = middle;
      else high = middle;
    }
    this.#asked[lane] = low;
    return low;
  }
}

/** Sections as a walk over the trace finds them: by their start. */
export class SectionLog {
  readonly start = new IntList();
  readonly end = new IntList();
  readonly lock = new IntList();
  readonly thread = new IntList();
  readonly shared = new IntList();

  open(start: number, lock: number, thread: number, shared: boolean): number {
    this.start.push(start);
    this.end.push(NEVER);
    this.lock.push(lock);
    this.thread.push(thread);
    return this.shared.push(shared ? 1 : 0);
  }

  close(section: number, end: number): void {
    this.end.values[section] = end;
  }

  /** Numbers of the sections by lock, then by thread, then by start. */
  sorted(locks: number, threads: number): Int32Array {
    const order = Int32Array.from({ length: this.start.length }, (_, section) => section);
    return sortedBy(sortedBy(order, this.thread.values, threads + 1), this.lock.values, locks);
  }
}

/** Counting sort; what is equal keeps its order. */
function sortedBy(order: Int32Array, key: Int32Array, keys: number): Int32Array {
  const place = new Int32Array(keys + 1);
  for (const each of order) place[key[each] + 1]++;
  for (let at = 0; at < keys; at++) place[at + 1] += place[at];
  const sorted = new Int32Array(order.length);
  for (const each of order) sorted[place[key[each]]++] = each;
  return sorted;
}
