import type { ThreadContext } from '../src/thread/thread-context.ts';
import type { Timelines } from './fence.ts';
import { JOB, RING } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import type { StackCore } from './stack-core.ts';

/** Attempts for a ring slot; each but the last waits for a job to be done. */
const RESERVE_ATTEMPTS = 64;

/**
 * The rings of jobs between submitters and engines. A submitter reserves a slot before it takes any
 * lock, so that publishing under the reservations can neither fail nor wait; the job's number is
 * drawn at publication, so that no number waits for a lock.
 */
export class EngineRings {
  readonly #i32: Int32Array;
  readonly #thread: ThreadContext;
  readonly #timelines: Timelines;
  readonly #ringSlots: number;
  readonly #ring: { readonly base: number; readonly stride: number };
  readonly #job: { readonly base: number; readonly stride: number };
  readonly #word;
  readonly jobWord;

  constructor(core: StackCore, timelines: Timelines) {
    const ring = core.thread.memory.region(RING);
    const job = core.thread.memory.region(JOB);
    this.#i32 = core.i32;
    this.#thread = core.thread;
    this.#timelines = timelines;
    this.#ringSlots = core.plan.ringSlots;
    this.#ring = ring;
    this.#job = job;
    this.#word = ring.word;
    this.jobWord = job.word;
  }

  /** A slot of the engine's ring, with nothing held; waits while the ring is full. */
  reserve(engine: number): Outcome {
    const at = this.#at(engine);
    for (let attempt = 0; attempt < RESERVE_ATTEMPTS; attempt++) {
      // Pairs with the add in `finish`: the job that had the slot is done, its words may be
      // written.
      const free = Atomics.load(this.#i32, at + this.#word.freeSlots);
      if (free > 0) {
        const slots = at + this.#word.freeSlots;
        if (Atomics.compareExchange(this.#i32, slots, free, free - 1) === free) return 'done';
        continue;
      }
      const oldest = (Atomics.load(this.#i32, at + this.#word.completed) + 1) | 0;
      if (this.#timelines.wait(engine, oldest) !== 'acquired') return 'deadlock';
    }
    return 'busy';
  }

  unreserve(engine: number): void {
    Atomics.add(this.#i32, this.#at(engine) + this.#word.freeSlots, 1);
  }

  /** Number of the next job, for a submitter with a slot reserved. */
  draw(engine: number): number {
    return (Atomics.add(this.#i32, this.#at(engine) + this.#word.tail, 1) + 1) | 0;
  }

  /** Index of a job's record. */
  jobAt(engine: number, seqno: number): number {
    const slot = engine * this.#ringSlots + ((seqno >>> 0) % this.#ringSlots);
    return this.#job.base + slot * this.#job.stride;
  }

  /** The job's words are complete: the engine may have it. */
  ring(engine: number, seqno: number): void {
    const at = this.#at(engine);
    // Pairs with the load in isReady: the job's words are seen with it.
    Atomics.store(this.#i32, this.jobAt(engine, seqno) + this.jobWord.ready, seqno);
    // Pairs with the store in `sleep`: either this load sees the sleeper, or it sees the job.
    if (Atomics.load(this.#i32, at + this.#word.asleep) === 0) return;
    Atomics.store(this.#i32, at + this.#word.asleep, 0);
    Atomics.add(this.#i32, at + this.#word.doorbell, 1);
    Atomics.notify(this.#i32, at + this.#word.doorbell);
  }

  /** Number of the job that the engine is to do next. */
  next(engine: number): number {
    return (this.#i32[this.#at(engine) + this.#word.completed] + 1) | 0;
  }

  isReady(engine: number, seqno: number): boolean {
    return Atomics.load(this.#i32, this.jobAt(engine, seqno) + this.jobWord.ready) === seqno;
  }

  /** The engine sleeps until the job is rung in, a few milliseconds at the most. */
  sleep(engine: number, seqno: number, timeoutMs: number): void {
    const at = this.#at(engine);
    const seen = Atomics.load(this.#i32, at + this.#word.doorbell);
    Atomics.store(this.#i32, at + this.#word.asleep, 1);
    if (!this.isReady(engine, seqno)) {
      this.#thread.rest(at + this.#word.doorbell, seen, timeoutMs);
    }
    Atomics.store(this.#i32, at + this.#word.asleep, 0);
  }

  complete(engine: number, seqno: number): void {
    Atomics.store(this.#i32, this.#at(engine) + this.#word.completed, seqno);
  }

  /** The engine has let go of the job's words. Pairs with the load in `reserve`. */
  finish(engine: number): void {
    Atomics.add(this.#i32, this.#at(engine) + this.#word.freeSlots, 1);
  }

  #at(engine: number): number {
    return this.#ring.base + engine * this.#ring.stride;
  }
}
