import { UsageError } from '../base/errors.ts';
import type {
  AcquireContext,
  Completion,
  Fence,
  MutexLock,
  PseudoLock,
  RwSemaphoreLock,
  WwMutexLock,
} from '../lock/lock-contracts.ts';
import type { LockTable } from '../lock/lock-table.ts';
import type {
  ArenaLock,
  ArenaLockKind,
  ArenaOptions,
  InstanceName,
  LockName,
} from './arena-options.ts';
import { requireKnown } from './declared-names.ts';
import { contextOf, labelsOf } from './plan-arena-locks.ts';

/** Who may signal an event is declared: nobody needs to be named when it is begun. */
export type ArenaCompletion = Omit<Completion, 'begin'>;
export type ArenaFence = Omit<Fence, 'setSignaller'>;

/**
 * A thread's locks, by the names that were declared. `instance`, a number or a label, is needed where
 * a class has several. Asking again gives the same object.
 *
 * All methods throw a UsageError for a name that was not declared for that kind.
 */
export class ArenaLocks<O extends ArenaOptions> {
  readonly #options: O;
  readonly #table: LockTable;

  constructor(options: O, table: LockTable) {
    this.#options = options;
    this.#table = table;
  }

  mutex<N extends LockName<O, 'mutex'>>(name: N, instance?: InstanceName<O, N>): MutexLock {
    const at = this.#instance('mutex', name, instance);
    return this.#table.mutexes(name)[at] as MutexLock;
  }

  rwSemaphore<N extends LockName<O, 'rw-semaphore'>>(
    name: N,
    instance?: InstanceName<O, N>,
  ): RwSemaphoreLock {
    const at = this.#instance('rw-semaphore', name, instance);
    return this.#table.rwSemaphores(name)[at] as RwSemaphoreLock;
  }

  wwMutex<N extends LockName<O, 'ww-mutex'>>(name: N, instance?: InstanceName<O, N>): WwMutexLock {
    const at = this.#instance('ww-mutex', name, instance);
    return this.#table.wwMutexes(name)[at] as WwMutexLock;
  }

  /** This thread's acquire context for a class of ww-mutexes. */
  context<N extends LockName<O, 'ww-mutex'>>(name: N): AcquireContext {
    this.#instance('ww-mutex', name, 0);
    return this.#table.context(contextOf(name));
  }

  completion<N extends LockName<O, 'completion'>>(
    name: N,
    instance?: InstanceName<O, N>,
  ): ArenaCompletion {
    const at = this.#instance('completion', name, instance);
    return this.#table.completions(name)[at] as ArenaCompletion;
  }

  fence<N extends LockName<O, 'fence'>>(name: N, instance?: InstanceName<O, N>): ArenaFence {
    const at = this.#instance('fence', name, instance);
    return this.#table.fences(name)[at] as ArenaFence;
  }

  pseudo<N extends LockName<O, 'pseudo'>>(name: N): PseudoLock {
    this.#instance('pseudo', name, 0);
    return this.#table.pseudo(name);
  }

  /** Index of an instance within its class. */
  #instance(kind: ArenaLockKind, name: string, instance: unknown): number {
    const { locks } = this.#options;
    const alike = Object.keys(locks).filter((known) => kindOf(locks[known]) === kind);
    requireKnown(kind, name, alike);
    const labels = labelsOf(locks[name] as ArenaLock);
    const count = labels?.length ?? 1;
    if (instance === undefined && count > 1) {
      throw new UsageError(
        `"${name}" has ${count} instances`,
        `say which, by number or label: ("${name}", 0)`,
      );
    }
    const index = typeof instance === 'string' ? (labels?.indexOf(instance) ?? -1) : instance;
    if (index === undefined) return 0;
    if (Number.isInteger(index) && (index as number) >= 0 && (index as number) < count) {
      return index as number;
    }
    throw new UsageError(
      `"${name}" has no instance ${JSON.stringify(instance)}`,
      count === 1 ? 'it has one: leave it out' : `use 0 to ${count - 1}, or its label`,
    );
  }
}

function kindOf(lock: ArenaLock | undefined): ArenaLockKind | undefined {
  return typeof lock === 'string' ? lock : lock?.kind;
}
