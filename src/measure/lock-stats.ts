import {
  CLASS_STATS,
  CONTENTION_POINTS,
  HISTOGRAM_BUCKETS,
  SLOT_COUNTS,
  sizedRegions,
} from '../shared/memory-map.ts';
import { LockRegistry } from '../shared/lock-registry.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { briefWaitsAt } from './brief-waits.ts';
import { bucketOf, percentileNs } from './histogram.ts';

/** A pair of places that met at a lock of this class. Rows of the chain automaton name the sites. */
export interface ContentionPoint {
  readonly waiterRow: number;
  readonly holderRow: number;
  readonly count: number;
}

/** One class's line of lock_stat (Documentation/locking/lockstat.rst), with what we add. Times in ns. */
export interface LockStats {
  readonly class: string;
  readonly acquisitions: number;
  readonly contentions: number;
  /** Contended acquisitions that took the lock over from another thread. */
  readonly ownerChanges: number;
  readonly waitNsTotal: number;
  readonly waitNsMax: number;
  readonly waitNsAverage: number;
  readonly waitNsP99: number;
  /** Waits per bucket of measure/histogram, for percentiles over several classes. */
  readonly waitBuckets: readonly number[];
  /** Holds that were clocked: one in `RunPlan.holdSampling`, whether it had to wait or not. */
  readonly holdsClocked: number;
  readonly holdNsTotal: number;
  readonly holdNsMax: number;
  readonly holdNsAverage: number;
  readonly holdNsP99: number;
  readonly tryFailed: number;
  readonly backOffs: number;
  readonly timeOuts: number;
  readonly deadlocks: number;
  readonly points: readonly ContentionPoint[];
}

/** Acquisitions per thread x class: `[thread index][class index]`, for fairness. */
export function acquisitionsByThread(memory: SharedMemory, plan: RunPlan): number[][] {
  return countsByThread(memory, plan, 0);
}

/** Brief waits per thread x class, as `acquisitionsByThread`. */
export function briefWaitsByThread(memory: SharedMemory, plan: RunPlan): number[][] {
  return countsByThread(memory, plan, 1);
}

/** `which`: of SLOT_COUNTS. */
function countsByThread(memory: SharedMemory, plan: RunPlan, which: number): number[][] {
  const registry = new LockRegistry(plan.locks);
  const region = memory.region(sizedRegions(registry.sizes).acquisitions);
  return plan.threads.map((_, index) => {
    const perClass = new Array<number>(plan.locks.classes.length).fill(0);
    registry.slots.forEach(({ classIndex }, slot) => {
      const at = region.at(index + 1) + region.word.counts + slot * SLOT_COUNTS + which;
      perClass[classIndex] = (perClass[classIndex] as number) + ((memory.i32[at] as number) >>> 0);
    });
    return perClass;
  });
}

/** Merges all threads' counters, one line per class in plan order. Call after the threads ended. */
export function readLockStats(memory: SharedMemory, plan: RunPlan): LockStats[] {
  const acquisitions = acquisitionsByThread(memory, plan);
  const brief = briefWaitsByThread(memory, plan);
  return plan.locks.classes.map(({ name }, classIndex) => {
    const briefly = brief.map((line) => line[classIndex] as number);
    const sum = new ClassSum(memory, plan, classIndex, briefly);
    const count = acquisitions.reduce((total, line) => total + (line[classIndex] as number), 0);
    return sum.line(name, count);
  });
}

/** All threads' records of one class. */
class ClassSum {
  readonly #memory: SharedMemory;
  readonly #f64: Float64Array;
  readonly #records: readonly number[];
  readonly #briefly: readonly number[];
  readonly #word;

  constructor(memory: SharedMemory, plan: RunPlan, classIndex: number, briefly: readonly number[]) {
    const region = memory.region(CLASS_STATS);
    const classes = plan.locks.classes.length;
    this.#memory = memory;
    this.#f64 = new Float64Array(memory.handle.buffer);
    this.#word = region.word;
    this.#briefly = briefly;
    this.#records = plan.threads.map((_, index) => region.at((index + 1) * classes + classIndex));
  }

  line(name: string, acquisitions: number): LockStats {
    const word = this.#word;
    const brief = this.#records.map((at, thread) =>
      briefWaitsAt(this.#memory, this.#f64, at, this.#briefly[thread] as number),
    );
    const briefCount = brief.reduce((sum, { count }) => sum + count, 0);
    const contentions = this.#count(word.contended) + briefCount;
    const holdsClocked = this.#count(word.holds);
    const waitBuckets = this.#histogram(word.waitHistogram);
    for (const { count, ns } of brief.filter(({ ns }) => ns > 0)) {
      waitBuckets[bucketOf(ns / count)] += count;
    }
    const waitNsMax = Math.max(
      this.#time(word.waitNsMax, true),
      ...brief.map(({ count, ns }) => (count === 0 ? 0 : ns / count)),
    );
    const holdNsMax = this.#time(word.holdNsMax, true);
    const waitNsTotal = this.#time(word.waitNs, false) + brief.reduce((sum, { ns }) => sum + ns, 0);
    const holdNsTotal = this.#time(word.holdNs, false);
    return {
      class: name,
      acquisitions,
      contentions,
      // Who waits briefly waits for another thread's lock, and takes it over.
      ownerChanges: this.#count(word.ownerChanges) + briefCount,
      waitNsTotal,
      waitNsMax,
      waitNsAverage: contentions === 0 ? 0 : waitNsTotal / contentions,
      waitNsP99: Math.min(percentileNs(waitBuckets, 99), waitNsMax),
      waitBuckets,
      holdsClocked,
      holdNsTotal,
      holdNsMax,
      holdNsAverage: holdsClocked === 0 ? 0 : holdNsTotal / holdsClocked,
      holdNsP99: Math.min(percentileNs(this.#histogram(word.holdHistogram), 99), holdNsMax),
      tryFailed: this.#count(word.tryFailed),
      backOffs: this.#count(word.backOffs),
      timeOuts: this.#count(word.timeOuts),
      deadlocks: this.#count(word.deadlocks),
      points: this.#points(),
    };
  }

  #count(offset: number): number {
    return this.#records.reduce((sum, at) => sum + ((this.#memory.i32[at + offset] ?? 0) >>> 0), 0);
  }

  #time(offset: number, largest: boolean): number {
    const values = this.#records.map((at) => this.#f64[(at + offset) >> 1] as number);
    return largest ? Math.max(0, ...values) : values.reduce((sum, value) => sum + value, 0);
  }

  #histogram(offset: number): number[] {
    return Array.from({ length: HISTOGRAM_BUCKETS }, (_, bucket) => this.#count(offset + bucket));
  }

  /** The same pair seen by several threads is one point; most frequent first. */
  #points(): ContentionPoint[] {
    const merged = new Map<string, ContentionPoint>();
    for (const at of this.#records) {
      for (let n = 0; n < CONTENTION_POINTS; n++) {
        const base = at + this.#word.points + n * 4;
        const [waiterRow, holderRow, count] = this.#memory.i32.subarray(base, base + 3);
        if (waiterRow === undefined || holderRow === undefined || !count) continue;
        const key = `${waiterRow} ${holderRow}`;
        const known = merged.get(key)?.count ?? 0;
        merged.set(key, { waiterRow, holderRow, count: known + count });
      }
    }
    return [...merged.values()].sort((a, b) => b.count - a.count);
  }
}
