import { assert } from '../src/base/assert.ts';
import type { BufferAccess } from './buffer-access.ts';
import type { EngineRings } from './engine-ring.ts';
import type { Timelines } from './fence.ts';
import type { GemObjects } from './gem-object.ts';
import type { PagePins } from './page-pins.ts';
import type { StackCore } from './stack-core.ts';

/** Longest sleep of an engine without a job. */
const IDLE_MS = 5;

export interface EngineParts {
  readonly objects: GemObjects;
  readonly pins: PagePins;
  readonly access: BufferAccess;
  readonly timelines: Timelines;
  readonly rings: EngineRings;
}

/**
 * The GPU: one thread that does the jobs of one ring in order. It allocates nothing and takes no
 * lock: others may be waiting for its fences with any lock held. The last references that it drops
 * are freed by somebody else.
 */
export class Engine {
  readonly #core: StackCore;
  readonly #parts: EngineParts;
  readonly #index: number;

  constructor(core: StackCore, parts: EngineParts, index: number) {
    assert(index >= 0 && index < core.plan.engines, `there is no engine ${index}`);
    this.#core = core;
    this.#parts = parts;
    this.#index = index;
    parts.timelines.promise(index);
  }

  /** Does one job, or sleeps a few milliseconds when there is none. */
  round(): 'worked' | 'idle' {
    const { rings } = this.#parts;
    const seqno = rings.next(this.#index);
    if (!rings.isReady(this.#index, seqno)) {
      rings.sleep(this.#index, seqno, IDLE_MS);
      if (!rings.isReady(this.#index, seqno)) return 'idle';
    }
    this.#execute(seqno);
    return 'worked';
  }

  /** Does all jobs that have been queued. */
  drain(): void {
    const { rings } = this.#parts;
    for (let seqno = rings.next(this.#index); rings.isReady(this.#index, seqno); seqno++) {
      this.#execute(seqno);
    }
  }

  #execute(seqno: number): void {
    const { rings, timelines } = this.#parts;
    const { convention } = this.#core;
    const job = rings.jobAt(this.#index, seqno);
    this.#waitForOthers(job);
    // From here to the signal others wait for this thread: it must not wait for them.
    convention.enterSignalling();
    this.#copyAll(job);
    rings.complete(this.#index, seqno);
    timelines.signal(this.#index, seqno);
    convention.leaveSignalling();
    this.#letGo(job);
    rings.finish(this.#index);
  }

  /** Jobs of other engines on the same buffers come first; this one's are in order anyway. */
  #waitForOthers(job: number): void {
    const { rings, timelines } = this.#parts;
    for (let engine = 0; engine < this.#core.plan.engines; engine++) {
      const seqno = this.#core.i32[job + rings.jobWord.after + engine];
      if (seqno === 0 || timelines.isSignalled(engine, seqno)) continue;
      // Holding nothing, it has nothing to give up: a refusal (a run being stopped) is passed over.
      timelines.wait(engine, seqno);
    }
  }

  /** Each object's content over the next one's, page by page; a single object's over itself. */
  #copyAll(job: number): void {
    const count = this.#core.i32[job + this.#parts.rings.jobWord.count];
    const steps = Math.max(1, count - 1);
    for (let i = 0; i < steps; i++)
      this.#copy(this.#object(job, i), this.#object(job, (i + 1) % count));
  }

  #copy(from: number, to: number): void {
    const { access, objects } = this.#parts;
    const pages = Math.min(objects.pagesOf(from), objects.pagesOf(to));
    for (let page = 0; page < pages; page++) access.copy(from, to, page);
  }

  #letGo(job: number): void {
    const { objects, pins, rings } = this.#parts;
    const count = this.#core.i32[job + rings.jobWord.count];
    for (let i = 0; i < count; i++) {
      const object = this.#object(job, i);
      pins.unpin(object);
      objects.put(object);
    }
  }

  #object(job: number, i: number): number {
    return this.#core.i32[job + this.#parts.rings.jobWord.objects + i];
  }
}
