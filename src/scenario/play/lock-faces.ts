import type {
  AcquireContext,
  Completion,
  Fence,
  LockIdentity,
  MutexLock,
  PseudoLock,
  RwSemaphoreLock,
  WwMutexLock,
} from '../../lock/lock-contracts.ts';
import type { LockTable } from '../../lock/lock-table.ts';
import type { LockKind, LockPlan } from '../../shared/plan.ts';
import { CONTEXT_CLASS, RECLAIM_CLASS, SIGNALLING_CLASS } from '../pseudo-classes.ts';

/** A thread's faces of all locks of a scenario, by their index in the plan. */
export class LockFaces {
  readonly #mutexes: MutexLock[] = [];
  readonly #rwSemaphores: RwSemaphoreLock[] = [];
  readonly #wwMutexes: WwMutexLock[] = [];
  readonly #completions: Completion[] = [];
  readonly #fences: Fence[] = [];
  readonly #indices = new Map<string, number>();
  readonly #table: LockTable;

  constructor(table: LockTable, plan: LockPlan) {
    this.#table = table;
    for (const [index, { name }] of plan.locks.entries()) this.#indices.set(name, index);
    for (const { name, kind } of plan.classes) this.#enter(kind, name);
  }

  mutex(lock: number): MutexLock {
    return this.#mutexes[lock] as MutexLock;
  }

  rwSemaphore(lock: number): RwSemaphoreLock {
    return this.#rwSemaphores[lock] as RwSemaphoreLock;
  }

  wwMutex(lock: number): WwMutexLock {
    return this.#wwMutexes[lock] as WwMutexLock;
  }

  completion(lock: number): Completion {
    return this.#completions[lock] as Completion;
  }

  fence(lock: number): Fence {
    return this.#fences[lock] as Fence;
  }

  /** Every completion, those between threads included. */
  get completions(): readonly Completion[] {
    return this.#completions.filter((face) => face !== undefined);
  }

  /** Completion or fence. */
  event(lock: number): Completion | Fence {
    return (this.#completions[lock] ?? this.#fences[lock]) as Completion | Fence;
  }

  /** Index of an event between threads; undefined: nobody spawns or joins that thread. */
  eventNamed(name: string): number | undefined {
    return this.#indices.get(name);
  }

  completionNamed(name: string): Completion | undefined {
    const index = this.#indices.get(name);
    return index === undefined ? undefined : this.completion(index);
  }

  get reclaim(): PseudoLock {
    return this.#table.pseudo(RECLAIM_CLASS);
  }

  get context(): AcquireContext {
    return this.#table.context(CONTEXT_CLASS);
  }

  /** null: no thread of this scenario signals inside a section. */
  get signalling(): PseudoLock | null {
    return this.#indices.has(SIGNALLING_CLASS) ? this.#table.pseudo(SIGNALLING_CLASS) : null;
  }

  #enter(kind: LockKind, className: string): void {
    const table = this.#table;
    if (kind === 'mutex') place(this.#mutexes, table.mutexes(className));
    else if (kind === 'rw-semaphore') place(this.#rwSemaphores, table.rwSemaphores(className));
    else if (kind === 'ww-mutex') place(this.#wwMutexes, table.wwMutexes(className));
    else if (kind === 'completion') place(this.#completions, table.completions(className));
    else if (kind === 'fence') place(this.#fences, table.fences(className));
  }
}

function place<T extends LockIdentity>(all: T[], faces: readonly T[]): void {
  for (const face of faces) all[face.index] = face;
}
