import type { BackingStore } from './backing-store.ts';
import { beBusyFor } from './busy-time.ts';
import type { Exporter } from './exporter.ts';
import type { GemObjects } from './gem-object.ts';
import type { Importer } from './importer.ts';
import type { PageSteps } from './locking-design.ts';
import type { LruList } from './lru.ts';
import { OBJECT } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import type { PendingFills } from './pending-fills.ts';
import type { StackCore } from './stack-core.ts';

/**
 * get-pages and put-pages in steps. State of one object's pages, moved under the design's guard:
 *
 *     resident 0, filler 0   no pages; claim moves on to
 *     resident 0, filler t   thread t prepares pages, privately; publish or abandon moves on
 *     resident 1, pins 0     pages in sight, on the LRU; claim pins, unpublish takes them away
 *     resident 1, pins > 0   the same, and they stay
 *
 * (filler may still be set while resident is 1, where a design lets several threads fill at once.)
 *
 * `inside` is no lock but a witness: a step that finds another thread inside a step of the same
 * object, or finds on leaving that somebody else has entered, reports that the guard excludes
 * nobody.
 */
export class ObjectPages implements PageSteps {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #backing: BackingStore;
  readonly #pending: PendingFills;
  readonly #exporter: Exporter;
  readonly #importer: Importer;
  readonly #lru: LruList;
  readonly #sectionNs: number;
  readonly #word: {
    readonly pins: number;
    readonly resident: number;
    readonly filler: number;
    readonly inside: number;
  };

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly backing: BackingStore;
      readonly pending: PendingFills;
      readonly exporter: Exporter;
      readonly importer: Importer;
      readonly lru: LruList;
    },
  ) {
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = parts.objects;
    this.#backing = parts.backing;
    this.#pending = parts.pending;
    this.#exporter = parts.exporter;
    this.#importer = parts.importer;
    this.#lru = parts.lru;
    this.#sectionNs = core.plan.sectionNs ?? 0;
    this.#word = core.thread.memory.region(OBJECT).word;
  }

  claim(object: number): 'claimed' | 'present' | 'filling' {
    const at = this.#enter(object);
    const answer = this.#claim(at);
    this.#leave(object);
    return answer;
  }

  fillerOf(object: number): number {
    return Atomics.load(this.#i32, this.#objects.at(object) + this.#word.filler);
  }

  fill(object: number): Outcome {
    this.#pending.begin(object, this.#backing.epoch(object));
    const outcome = this.#objects.isImported(object)
      ? this.#importer.fill(object)
      : this.#exporter.fill(object);
    if (outcome !== 'done') this.#pending.end(object);
    return outcome;
  }

  publish(object: number): 'published' | 'lost' | 'stale' {
    this.#core.convention.checkProtected('publish', object);
    const at = this.#enter(object);
    const answer = this.#publish(object, at);
    this.abandon(object);
    this.#leave(object);
    return answer;
  }

  discard(object: number): void {
    if (this.#objects.isImported(object)) this.#importer.discard(object);
    else this.#exporter.discard(object);
    this.#pending.end(object);
  }

  abandon(object: number): void {
    // Pairs with the look at `filler` in claim; harmless when the claim is another's.
    Atomics.compareExchange(
      this.#i32,
      this.#objects.at(object) + this.#word.filler,
      this.#core.thread.id,
      0,
    );
  }

  unpublish(object: number): 'unpublished' | 'busy' {
    this.#core.convention.checkProtected('unpublish', object);
    const at = this.#enter(object);
    // Pairs with pinIfPinned: from 0 nobody pins without the guard, which is held here.
    const busy = this.#i32[at + this.#word.resident] === 0 || this.#objects.isPinned(object);
    if (busy) {
      this.#leave(object);
      return 'busy';
    }
    this.#lru.remove(object);
    this.#backing.bumpEpoch(object);
    Atomics.store(this.#i32, at + this.#word.resident, 0);
    if (this.#objects.isPinned(object)) this.#reportPinned(object);
    return 'unpublished';
  }

  release(object: number): Outcome {
    const at = this.#objects.at(object);
    const outcome = this.#objects.isImported(object)
      ? this.#importer.release(object)
      : this.#exporter.release(object);
    if (outcome !== 'done') {
      Atomics.store(this.#i32, at + this.#word.resident, 1);
      this.#lru.add(object);
    }
    this.#backing.bumpEpoch(object);
    this.#leave(object);
    return outcome;
  }

  excluded(object: number): void {
    const { evidence, thread } = this.#core;
    evidence.corruption(
      'pages filled by two',
      `${thread.name} met another filler of ${this.#objects.name(object)} inside its guard`,
      'the lock that the guard holds from claim to publish excluded nobody',
    );
  }

  #claim(at: number): 'claimed' | 'present' | 'filling' {
    if (Atomics.load(this.#i32, at + this.#word.resident) === 1) {
      // Pairs with the look at `pins` in unpublish, which the guard keeps apart from this.
      Atomics.add(this.#i32, at + this.#word.pins, 1);
      return 'present';
    }
    const filler = at + this.#word.filler;
    if (Atomics.load(this.#i32, filler) !== 0) return 'filling';
    Atomics.store(this.#i32, filler, this.#core.thread.id);
    return 'claimed';
  }

  #publish(object: number, at: number): 'published' | 'lost' | 'stale' {
    const current = this.#backing.isUnchangedSince(object, this.#pending.epoch(object));
    if (Atomics.load(this.#i32, at + this.#word.resident) === 1) {
      Atomics.add(this.#i32, at + this.#word.pins, 1);
      return 'lost';
    }
    if (!current) return 'stale';
    this.#backing.bumpEpoch(object);
    if (!this.#objects.isImported(object)) this.#exporter.publish(object);
    Atomics.store(this.#i32, at + this.#word.resident, 1);
    this.#backing.bumpEpoch(object);
    this.#lru.add(object);
    this.#pending.end(object);
    // Last: pairs with pinIfPinned, which from here on gives pages that are complete.
    Atomics.add(this.#i32, at + this.#word.pins, 1);
    return 'published';
  }

  #enter(object: number): number {
    const at = this.#objects.at(object);
    const me = this.#core.thread.id;
    // Pairs with itself in other threads: of two that overlap, at least the later one finds the
    // other.
    const found = Atomics.exchange(this.#i32, at + this.#word.inside, me);
    if (found !== 0) this.#reportOverlap(object, found);
    if (this.#sectionNs > 0) beBusyFor(this.#sectionNs);
    return at;
  }

  #leave(object: number): void {
    const at = this.#objects.at(object) + this.#word.inside;
    const found = Atomics.exchange(this.#i32, at, 0);
    if (found !== this.#core.thread.id) this.#reportOverlap(object, found);
  }

  #reportOverlap(object: number, other: number): void {
    const { evidence, thread } = this.#core;
    const name = this.#objects.name(object);
    evidence.corruption(
      'page steps overlap',
      `${thread.name} and ${evidence.threadName(other)} were inside page steps of ${name} at once`,
      'the design’s guard excluded neither',
    );
  }

  #reportPinned(object: number): void {
    this.#core.evidence.corruption(
      'pinned pages evicted',
      `${this.#objects.name(object)} was pinned while its pages were taken away`,
    );
  }
}
