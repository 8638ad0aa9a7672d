import type {
  DesignLock,
  DesignLocks,
  GuardParts,
  Guards,
  LockingDesign,
  MapSteps,
  PageSteps,
  SubmitSteps,
  Topology,
} from '../../../emulator/locking-design.ts';
import type { Outcome } from '../../../emulator/outcome.ts';
import { FakeCompletion, FakeContext, FakeMutex, FakeWwMutex } from './fake-locks.ts';
import { OrderRecorder } from './order-recorder.ts';
import type { RefusalPlan } from './refusal-plan.ts';

const THREAD = 1;
const NATIVE = 3;
/** Buffers of the imported objects 3 to 6, by attachment; below, the devices that import them. */
export const IMPORTED_BUFFERS = [0, 1, 0, 0];
const IMPORTED_DEVICES = [1, 1, 2, 1];
const DEVICES = 3;
const OBJECTS = NATIVE + IMPORTED_BUFFERS.length;
const FS_RECLAIM = 'fs_reclaim';

/**
 * The steps of the stack for one thread, with counts in the place of bytes. Every allocation enters
 * reclaim and offers every object with pages to the design's `evict`, so that each guard is also run
 * from inside every other one, with all locks held that it holds there.
 */
export class FakeStack {
  readonly order = new OrderRecorder();
  readonly refusals: RefusalPlan;
  readonly guards: Guards;
  readonly contexts: FakeContext[] = [];
  readonly completions: FakeCompletion[] = [];
  readonly hasPages = new Array<boolean>(OBJECTS).fill(false);
  readonly pins = new Array<number>(OBJECTS).fill(0);
  readonly claims = new Set<number>();
  readonly prepared: number[] = [];
  readonly mapped = new Array<number>(IMPORTED_BUFFERS.length).fill(0);
  submitted: number[] = [];
  published = 0;
  #validated: number[] = [];
  #reclaiming = false;

  constructor(design: LockingDesign, refusals: RefusalPlan) {
    this.refusals = refusals;
    const parts: GuardParts<DesignLocks> = {
      locks: Object.fromEntries(
        Object.entries(design.locks).map(([name, lock]) => [name, this.#locksOf(lock)]),
      ) as GuardParts<DesignLocks>['locks'],
      context: (className) => this.#context(className),
      threadId: THREAD,
      pages: this.#pages(),
      attachments: this.#attachments(),
      submission: this.#submission(),
      topology: TOPOLOGY,
    };
    this.guards = design.guards(parts);
  }

  /** Pages of the object without any lock taken, as an earlier operation left them. */
  populate(object: number): void {
    if (this.hasPages[object]) return;
    this.hasPages[object] = true;
    if (object < NATIVE) return;
    this.populate(TOPOLOGY.bufferOf(object));
    this.mapped[object - NATIVE]++;
    this.pins[TOPOLOGY.bufferOf(object)]++;
  }

  /** fs_reclaim around an eviction, as kswapd does it. */
  reclaim(object: number, cause: 'kswapd' | 'direct'): Outcome {
    const taken = { name: FS_RECLAIM, class: FS_RECLAIM, node: FS_RECLAIM };
    this.order.wants(taken, false);
    this.order.took(taken);
    const outcome = this.guards.evict(object, cause);
    this.order.dropped(FS_RECLAIM);
    return outcome;
  }

  #locksOf(lock: DesignLock): unknown[] {
    const count = { device: DEVICES, object: OBJECTS, buffer: NATIVE }[lock.per];
    const bench = { order: this.order, refusals: this.refusals };
    return Array.from({ length: count }, (_, i) => {
      if (lock.kind === 'mutex') return new FakeMutex(bench, lock, i);
      if (lock.kind === 'ww-mutex') return new FakeWwMutex(bench, lock, i);
      const completion = new FakeCompletion(bench, lock, i);
      this.completions.push(completion);
      return completion;
    });
  }

  #context(className: string): FakeContext {
    const context = new FakeContext(this.order, className);
    this.contexts.push(context);
    return context;
  }

  #allocate(what: string): Outcome {
    if (!this.#reclaiming) {
      this.#reclaiming = true;
      for (let object = 0; object < OBJECTS; object++) {
        if (this.hasPages[object]) this.reclaim(object, 'direct');
      }
      this.#reclaiming = false;
    }
    return this.refusals.at(`allocate ${what}`, ['no-memory'] as const) ?? 'done';
  }

  #pin(object: number, via: 'caller' | 'importer'): Outcome {
    if (this.pins[object] === 0) return this.guards.getPages(object, via);
    this.pins[object]++;
    return 'done';
  }

  #pages(): PageSteps {
    return {
      claim: (object) => {
        if (this.refusals.at(`claim ${object}`, ['filling'] as const)) return 'filling';
        if (this.hasPages[object]) {
          this.pins[object]++;
          return 'present';
        }
        if (this.claims.has(object)) throw new Error(`object ${object} is claimed twice`);
        this.claims.add(object);
        return 'claimed';
      },
      fillerOf: (object) => (this.claims.has(object) ? THREAD : 0),
      fill: (object) => {
        const outcome =
          object < NATIVE
            ? this.#allocate(`pages of ${object}`)
            : this.guards.mapAttachment(object - NATIVE);
        if (outcome === 'done') this.prepared.push(object);
        return outcome;
      },
      publish: (object) => this.#publish(object),
      discard: (object) => {
        this.#takePrepared(object);
        if (object >= NATIVE) this.guards.unmapAttachment(object - NATIVE);
      },
      abandon: (object) => {
        this.claims.delete(object);
      },
      excluded: () => {},
      unpublish: (object) => {
        if (!this.hasPages[object] || this.pins[object] > 0) return 'busy';
        this.hasPages[object] = false;
        return 'unpublished';
      },
      release: (object) => {
        const outcome =
          object < NATIVE
            ? (this.refusals.at(`swap out ${object}`, ['no-memory'] as const) ?? 'done')
            : this.guards.unmapAttachment(object - NATIVE);
        if (outcome !== 'done') this.hasPages[object] = true;
        return outcome;
      },
    };
  }

  #publish(object: number): 'published' | 'lost' | 'stale' {
    if (!this.prepared.includes(object)) throw new Error(`${object} is published unprepared`);
    const answer = this.refusals.at(`publish ${object}`, ['lost', 'stale'] as const);
    this.claims.delete(object);
    if (answer === 'stale') return answer;
    // `lost`: somebody else's pages, for an imported object with a mapping of their own.
    if (answer === 'lost') this.populate(object);
    else this.#takePrepared(object);
    this.hasPages[object] = true;
    this.pins[object]++;
    return answer ?? 'published';
  }

  #takePrepared(object: number): void {
    const at = this.prepared.indexOf(object);
    if (at === -1) throw new Error(`object ${object} has nothing prepared`);
    this.prepared.splice(at, 1);
  }

  #attachments(): MapSteps {
    return {
      map: (attachment) => {
        const exporter = IMPORTED_BUFFERS[attachment];
        const pinned = this.#pin(exporter, 'importer');
        if (pinned !== 'done') return pinned;
        const table = this.#allocate(`table of attachment ${attachment}`);
        if (table !== 'done') this.pins[exporter]--;
        else this.mapped[attachment]++;
        return table;
      },
      unmap: (attachment) => {
        if (this.mapped[attachment] === 0) throw new Error(`attachment ${attachment}: not mapped`);
        this.mapped[attachment]--;
        this.pins[IMPORTED_BUFFERS[attachment]]--;
      },
    };
  }

  #submission(): SubmitSteps {
    const stack = this;
    return {
      get count() {
        return stack.submitted.length;
      },
      object: (i) => {
        if (this.published > 0) throw new Error('the objects are the engine’s since publish');
        return this.submitted[i];
      },
      validate: (i) => {
        const object = this.submitted[i];
        if (this.#validated.includes(object)) return 'done';
        const refusal = this.refusals.at(`validate ${object}`, ['gone'] as const);
        const outcome = refusal ?? this.#pin(object, 'caller');
        if (outcome === 'done') this.#validated.push(object);
        return outcome;
      },
      reserveSlot: (i) => this.#allocate(`slot of ${this.submitted[i]}`),
      publish: () => {
        if (this.#validated.length !== this.submitted.length) throw new Error('not validated');
        this.published++;
        this.#unpinValidated();
      },
      unwind: () => this.#unpinValidated(),
      makeRoom: () => this.#makeRoom(),
      memoryIsLow: () => true,
    };
  }

  /** What a job or an unwinding gives back; here the engine is done at once. */
  #unpinValidated(): void {
    for (const object of this.#validated) this.pins[object]--;
    this.#validated = [];
  }

  #makeRoom(): Outcome {
    for (let object = 0; object < OBJECTS; object++) {
      if (!this.hasPages[object]) continue;
      const outcome = this.guards.evict(object, 'driver');
      if (outcome === 'back-off' || outcome === 'deadlock') return outcome;
    }
    return 'done';
  }
}

const TOPOLOGY: Topology = {
  deviceOf: (object) => (object < NATIVE ? 0 : IMPORTED_DEVICES[object - NATIVE]),
  bufferOf: (object) => (object < NATIVE ? object : IMPORTED_BUFFERS[object - NATIVE]),
  isImported: (object) => object >= NATIVE,
  importerOf: (attachment) => NATIVE + attachment,
  exporterDeviceOf: () => 0,
};
