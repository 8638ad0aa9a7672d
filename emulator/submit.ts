import { assert } from '../src/base/assert.ts';
import type { EngineRings } from './engine-ring.ts';
import type { GemObjects } from './gem-object.ts';
import type { SubmitSteps } from './locking-design.ts';
import { JOB_OBJECTS_MAX } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import type { PagePins } from './page-pins.ts';
import type { PagePool } from './page-pool.ts';
import type { Reservations } from './reservation.ts';
import type { Shrinker } from './shrinker.ts';
import type { StackCore } from './stack-core.ts';

export interface SubmissionParts {
  readonly objects: GemObjects;
  readonly pins: PagePins;
  readonly pool: PagePool;
  readonly shrinker: Shrinker;
  readonly reservations: Reservations;
  readonly rings: EngineRings;
}

/**
 * The calling thread's submission: its list of objects, and the steps that a design's guard puts
 * its reservations around.
 *
 * Of each object: referenced by `begin`, pinned by `validate`; `publish` passes both to the engine,
 * `unwind` gives the pins back and `end` the references.
 */
export class Submission implements SubmitSteps {
  count = 0;
  readonly #core: StackCore;
  readonly #parts: SubmissionParts;
  readonly #objects = new Int32Array(JOB_OBJECTS_MAX);
  readonly #pinned = new Uint8Array(JOB_OBJECTS_MAX);
  readonly #max: number;
  #engine = 0;
  #published = false;

  constructor(core: StackCore, parts: SubmissionParts) {
    this.#core = core;
    this.#parts = parts;
    this.#max = Math.min(core.plan.objectsPerJob, JOB_OBJECTS_MAX);
  }

  clear(): void {
    this.count = 0;
  }

  add(object: number): void {
    if (this.count === this.#max) return;
    for (let i = 0; i < this.count; i++) if (this.#objects[i] === object) return;
    this.#objects[this.count++] = object;
  }

  /** A slot in the engine's ring, with nothing held; the references are the caller's to take. */
  begin(engine: number): Outcome {
    this.#engine = engine;
    this.#published = false;
    this.#pinned.fill(0);
    return this.#parts.rings.reserve(engine);
  }

  /** True when the job is the engine's now; else the slot of the ring is free again. */
  end(): boolean {
    if (this.#published) return true;
    this.#parts.rings.unreserve(this.#engine);
    this.unwind();
    return false;
  }

  object(i: number): number {
    return this.#objects[i];
  }

  validate(i: number): Outcome {
    if (this.#pinned[i] === 1) return 'done';
    const outcome = this.#parts.pins.pin(this.#objects[i], 'caller');
    if (outcome === 'done') this.#pinned[i] = 1;
    return outcome;
  }

  /** A slot is a few bytes of a slab: it takes no page, but it may reclaim as any allocation. */
  reserveSlot(_i: number): Outcome {
    this.#core.convention.mightAllocate();
    return this.#parts.pool.reclaimIfLow();
  }

  publish(): void {
    assert(!this.#published, 'the guard publishes a submission once');
    const { rings, reservations, objects } = this.#parts;
    const before = this.#gatherFences();
    const seqno = rings.draw(this.#engine);
    this.#writeJob(rings.jobAt(this.#engine, seqno), before);
    for (let i = 0; i < this.count; i++) {
      assert(this.#pinned[i] === 1, 'the guard validates every object before it publishes');
      this.#pinned[i] = 0;
      reservations.addFence(objects.bufferOf(this.#objects[i]), this.#engine, seqno);
    }
    this.#published = true;
    rings.ring(this.#engine, seqno);
  }

  unwind(): void {
    for (let i = 0; i < this.count; i++) {
      if (this.#pinned[i] === 0) continue;
      this.#pinned[i] = 0;
      this.#parts.pins.unpin(this.#objects[i]);
    }
  }

  makeRoom(pages: number): Outcome {
    return this.#parts.shrinker.makeRoom(pages);
  }

  memoryIsLow(): boolean {
    return this.#parts.pool.isBelow('min');
  }

  readonly #after: number[] = [];

  /** The last jobs of other engines on these buffers, before this job's own fence is among them. */
  #gatherFences(): readonly number[] {
    const { reservations, objects } = this.#parts;
    for (let engine = 0; engine < this.#core.plan.engines; engine++) {
      let last = 0;
      for (let i = 0; i < this.count && engine !== this.#engine; i++) {
        const seqno = reservations.fence(objects.bufferOf(this.#objects[i]), engine);
        if (seqno !== 0 && (last === 0 || ((seqno - last) | 0) > 0)) last = seqno;
      }
      this.#after[engine] = last;
    }
    return this.#after;
  }

  #writeJob(at: number, after: readonly number[]): void {
    const { i32, thread, plan } = this.#core;
    const { jobWord } = this.#parts.rings;
    i32[at + jobWord.count] = this.count;
    i32[at + jobWord.submitter] = thread.id;
    for (let i = 0; i < this.count; i++) i32[at + jobWord.objects + i] = this.#objects[i];
    for (let engine = 0; engine < plan.engines; engine++) {
      i32[at + jobWord.after + engine] = after[engine];
    }
  }
}
