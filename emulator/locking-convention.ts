import type { ThreadContext } from '../src/thread/thread-context.ts';
import type { MutexLock, PseudoLock } from '../src/lock/lock-contracts.ts';
import type { Evidence } from './evidence.ts';
import type { PageProtection } from './page-protection.ts';
import { STACK_LOCK } from './stack-locks.ts';

/** Steps that the convention speaks of. */
export type ConventionStep =
  | 'allocate'
  | 'wait for a fence'
  | 'map an attachment'
  | 'free an object';

/** Sections that a thread can be inside of, and locks that it can hold, by class name. */
type Forbidden = 'fs_reclaim' | 'dma_fence_map' | 'lru_lock';

/**
 * The locking convention: where a step must not happen, and why. Executed at each such step at the
 * levels `order` and `full`. What must be *held* where pages come and go is the design's business:
 * `PageProtection`.
 */
const CONVENTION: Readonly<Record<ConventionStep, readonly (readonly [Forbidden, string])[]>> = {
  allocate: [
    ['dma_fence_map', 'it may reclaim, and reclaim may wait for the very fence to be signalled'],
    ['fs_reclaim', 'reclaim does not reclaim for itself'],
    ['lru_lock', 'reclaim takes it'],
  ],
  'wait for a fence': [
    ['dma_fence_map', 'who is to signal a fence waits for none'],
    ['fs_reclaim', 'the signalling thread may itself be allocating'],
    ['lru_lock', 'it is never held over anything that blocks'],
  ],
  'map an attachment': [
    ['dma_fence_map', 'it allocates'],
    ['lru_lock', 'it is never held over another lock'],
  ],
  'free an object': [
    ['dma_fence_map', 'freeing takes the locks of the object'],
    ['fs_reclaim', 'a last reference that reclaim drops is freed later'],
    ['lru_lock', 'freeing takes it'],
  ],
};

/** Where one thread is, and the checks of the table above and of what the design protects. */
export class Convention {
  readonly #evidence: Evidence;
  readonly #checked: boolean;
  readonly #lruLock: MutexLock;
  readonly #pseudo: { readonly fs_reclaim: PseudoLock; readonly dma_fence_map: PseudoLock };
  #protection: PageProtection | null = null;
  #reclaiming = false;
  #signalling = false;

  constructor(thread: ThreadContext, evidence: Evidence) {
    this.#evidence = evidence;
    this.#checked = thread.plan.level === 'order' || thread.plan.level === 'full';
    this.#lruLock = thread.locks.mutexes(STACK_LOCK.lru)[0];
    this.#pseudo = {
      fs_reclaim: thread.locks.pseudo(STACK_LOCK.fsReclaim),
      dma_fence_map: thread.locks.pseudo(STACK_LOCK.fenceMap),
    };
  }

  get reclaiming(): boolean {
    return this.#reclaiming;
  }

  enterReclaim(): void {
    this.#pseudo.fs_reclaim.enter();
    this.#reclaiming = true;
  }

  leaveReclaim(): void {
    this.#reclaiming = false;
    this.#pseudo.fs_reclaim.leave();
  }

  enterSignalling(): void {
    this.#pseudo.dma_fence_map.enter();
    this.#signalling = true;
  }

  leaveSignalling(): void {
    this.#signalling = false;
    this.#pseudo.dma_fence_map.leave();
  }

  /**
   * might_alloc: what is held here is held by reclaim too, whether this allocation reclaims or not.
   */
  mightAllocate(): void {
    this.check('allocate');
    if (this.#reclaiming) return;
    this.#pseudo.fs_reclaim.mightEnter();
  }

  /**
   * As `mightAllocate`, for a wait: what is held here is held until the fence has been signalled.
   */
  mightWaitForFence(): void {
    this.check('wait for a fence');
    if (this.#signalling) return;
    this.#pseudo.dma_fence_map.mightEnter();
  }

  check(step: ConventionStep): void {
    if (!this.#checked || !this.#isInAny()) return;
    for (const [forbidden, reason] of CONVENTION[step]) {
      if (!this.#isIn(forbidden)) continue;
      this.#evidence.convention(
        `${step} in ${forbidden}`,
        `to ${step} inside ${forbidden} is against the convention: ${reason}`,
      );
    }
  }

  /** From here on `publish` and `unpublish` are checked, at the levels that check anything. */
  setProtection(protection: PageProtection): void {
    if (this.#checked) this.#protection = protection;
  }

  /** The locks that the design says protect an object's pages are held where pages come and go. */
  checkProtected(step: 'publish' | 'unpublish', object: number): void {
    const protection = this.#protection;
    if (protection === null || protection.isHeld(object)) return;
    this.#evidence.convention(
      `${step} without the lock`,
      `to ${step} pages with none of ${protection.names(object)} held is against the convention: ` +
        'the design says that they protect these pages',
    );
  }

  /** Almost always false, and asked at every allocation. */
  #isInAny(): boolean {
    return this.#reclaiming || this.#signalling || this.#lruLock.isHeld();
  }

  #isIn(forbidden: Forbidden): boolean {
    if (forbidden === 'fs_reclaim') return this.#reclaiming;
    if (forbidden === 'dma_fence_map') return this.#signalling;
    return this.#lruLock.isHeld();
  }
}
