import type {
  AcquireContext,
  Completion,
  MutexLock,
  WwMutexLock,
} from '../src/lock/lock-contracts.ts';
import type { WwPolicy } from '../src/shared/plan.ts';
import type { Outcome } from './outcome.ts';

/**
 * The contract of a locking design: one file under `designs/`, or a user's own file. A design names
 * its locks, the order that it promises and the outcome that it expects, and gives one guard per
 * operation of the stack. A guard decides which locks surround which steps; the steps name no lock.
 */

export type Expectation = 'clean' | 'deadlocks' | 'corruption';

/** One lock class of a design and what it has an instance for. */
export interface DesignLock {
  /** Name of the lock class as the kernel's reports print it. */
  readonly class: string;
  readonly kind: 'mutex' | 'ww-mutex' | 'completion';
  /** One per device, per object (native and imported), or per buffer (shared by its importers). */
  readonly per: 'device' | 'object' | 'buffer';
  /** How many subclasses `acquireNested` may name, 0 included; 1 when absent. */
  readonly subclasses?: number;
  readonly policy?: WwPolicy;
  /** ww-mutex: class name of its acquire context. */
  readonly context?: string;
  /** A lock that does not lock. */
  readonly busted?: boolean;
}

export type DesignLocks = Readonly<Record<string, DesignLock>>;

type LockOfKind<K extends DesignLock['kind']> = K extends 'mutex'
  ? MutexLock
  : K extends 'ww-mutex'
    ? WwMutexLock
    : Completion;

/**
 * A design's locks as its guards see them: by its own short names, indexed by device/object/buffer.
 */
export type BoundLocks<L extends DesignLocks> = {
  readonly [K in keyof L]: readonly LockOfKind<L[K]['kind']>[];
};

/**
 * Steps of get-pages and put-pages. Objects are table indices. `claim`, `publish`, `unpublish` and
 * `release` of one object look first and store afterwards, as in the kernel: it is the design's
 * locks that must keep them apart (with a lock that does not lock they corrupt). `fill`, `discard`
 * and `abandon` touch only what is the thread's own and need no lock of the design.
 */
export interface PageSteps {
  /**
   * `claimed`: the caller is to fill. `present`: the pages were there; they are pinned once for the
   * caller. `filling`: somebody else has claimed and has not published yet (not pinned); the caller
   * may fill all the same and see who publishes first.
   */
  claim(object: number): 'claimed' | 'present' | 'filling';
  /** Thread id of who claimed; 0 when nobody has. */
  fillerOf(object: number): number;
  /**
   * Prepares pages that only this thread can see: allocates and swaps in (may reclaim), or maps the
   * attachment of an imported object. What it read from swap without a lock may be out of date:
   * `publish` tells. On a refusal nothing is kept.
   */
  fill(object: number): Outcome;
  /**
   * Makes the prepared pages the object's, pinned once for the caller, and puts it on the LRU.
   * `lost`: somebody published first; the object is pinned once for the caller, and the caller
   * must `discard` what it prepared. `stale`: the object was published and evicted again since this
   * thread began to fill, so that its bytes are old ones: not pinned; `discard` and start over.
   */
  publish(object: number): 'published' | 'lost' | 'stale';
  /** Gives back prepared pages that were not published. Takes locks as fill does. */
  discard(object: number): void;
  /**
   * Ends this thread's claim without publishing; nothing when the claim is not (any more) its own.
   */
  abandon(object: number): void;
  /**
   * Takes the object off the LRU and its pages out of sight; `busy` when pinned or without pages.
   */
  unpublish(object: number): 'unpublished' | 'busy';
  /**
   * After unpublish: native pages are swapped out or freed, imported ones unmapped. On a refusal
   * (no swap left, a lock of the unmapping said no) the object is again as it was before
   * `unpublish`.
   */
  release(object: number): Outcome;
  /**
   * For a guard that holds one lock from `claim` to `publish`, and was answered `filling`, `lost` or
   * `stale` all the same: a lock that locks excludes that. Reported as corruption; the guard goes on
   * as with any refusal.
   */
  excluded(object: number): void;
}

/** Steps of map-attachment. The attachment belongs to one importing object. */
export interface MapSteps {
  /** Pins the exporter's pages and builds the sg table (may reclaim). */
  map(attachment: number): Outcome;
  /** Drops the table when its last user goes, and unpins the exporter's pages. Takes no lock. */
  unmap(attachment: number): void;
}

/** Steps of a submission; its objects are those of the calling thread's current submission. */
export interface SubmitSteps {
  readonly count: number;
  /** The i-th object, in the caller's order; no object twice. */
  object(i: number): number;
  /** Pins the pages of the i-th object; remembered, so that `unwind` unpins it. Idempotent. */
  validate(i: number): Outcome;
  /** Room for one more fence in the i-th object's reservation (may reclaim). */
  reserveSlot(i: number): Outcome;
  /**
   * Adds the job's fence to every reservation and queues the job; pins and references pass to the
   * engine. From here on the objects may be gone, and `object` is not to be asked any more.
   */
  publish(): void;
  /** Unpins what was validated; takes no lock. */
  unwind(): void;
  /**
   * Driver-initiated eviction of about `pages` pages, outside reclaim; asks `evict` with `driver`.
   */
  makeRoom(pages: number): Outcome;
  /** True when the next allocation would have to reclaim. */
  memoryIsLow(): boolean;
}

/** What belongs to what. Constant for the life of an object. */
export interface Topology {
  deviceOf(object: number): number;
  /** Index of the buffer: the exporter's object; an imported object shares it. */
  bufferOf(object: number): number;
  isImported(object: number): boolean;
  importerOf(attachment: number): number;
  exporterDeviceOf(attachment: number): number;
}

/** Why an object is being evicted: which reclaimer asks. */
export type EvictionCause = 'kswapd' | 'direct' | 'driver' | 'request';

/** The guards of a design, made once per thread. */
export interface Guards {
  /**
   * Called when the lock-free pin found no pages. `done`: the object is pinned once for the caller.
   * `importer`: called from inside map-attachment, for the exporter's object.
   */
  getPages(object: number, via: 'caller' | 'importer'): Outcome;
  /**
   * Around put-pages, for the shrinker (locks of the allocating thread may be held) or by request.
   */
  evict(object: number, cause: EvictionCause): Outcome;
  /**
   * dma_buf_map_attachment with the exporter's map callback in it, called by `fill` of the
   * importing object. What of this the exporter's driver adds, and what the core, is for the design
   * to say.
   */
  mapAttachment(attachment: number): Outcome;
  /** Called by `release` and `discard` of the importing object. A refusal leaves it mapped. */
  unmapAttachment(attachment: number): Outcome;
  /** The calling thread's submission. Whatever is refused, nothing stays pinned or locked. */
  submit(): Outcome;
}

/** What a design gets to build its guards from. One per thread. */
export interface GuardParts<L extends DesignLocks> {
  readonly locks: BoundLocks<L>;
  /** The thread's acquire context of the design's ww class; absent classes throw at start. */
  context(className: string): AcquireContext;
  readonly threadId: number;
  readonly pages: PageSteps;
  readonly attachments: MapSteps;
  readonly submission: SubmitSteps;
  readonly topology: Topology;
}

export interface LockingDesign<L extends DesignLocks = DesignLocks> {
  /** kebab-case, equal to the file's name. */
  readonly name: string;
  /** One line for `list designs`. */
  readonly summary: string;
  /** Mail, commit or document that the design comes from. */
  readonly source: string;
  readonly expects: Expectation;
  readonly locks: L;
  /**
   * Which of its locks, by their short names, protect an object's pages: at the levels `order` and
   * `full`, `publish` and `unpublish` with none of them held for that object is a `convention`
   * finding. The instance is that of the object's device, of the object or of its buffer, as the lock
   * is declared. A design without this is not checked.
   */
  readonly protects?: { readonly pages: readonly string[] };
  /** Lines of class names, outermost first. */
  readonly promises: readonly (readonly string[])[];
  /**
   * Lines of class names, outermost first, that count as seen before anything runs: the first
   * acquisition against one is told as a circular order, whether or not the run ever goes along it
   * (kernel: dma_resv_lockdep). A promise only forbids what is against it.
   */
  readonly primes?: readonly (readonly string[])[];
  guards(parts: GuardParts<L>): Guards;
}

/** Short names of the locks that can be held: all but completions. */
type Holdable<L extends DesignLocks> = {
  [K in keyof L & string]: L[K]['kind'] extends 'completion' ? never : K;
}[keyof L & string];

/** Types a design literal, so that a misspelt lock or a missing guard does not compile. */
export function defineDesign<const L extends DesignLocks>(
  design: LockingDesign<L> & { readonly protects?: { readonly pages: readonly Holdable<L>[] } },
): LockingDesign<L> {
  return design;
}
