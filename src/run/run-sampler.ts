import { nowNs } from '../base/clock.ts';
import type { WatchSample, WatchedThread } from '../deadlock/watchdog-sample.ts';
import { readThreadStates } from '../deadlock/thread-states.ts';
import { COMPLETE, OWNER_MASK, WAITERS, WAIT_MODE } from '../shared/lock-word.ts';
import { LOCK, THREAD } from '../shared/memory-map.ts';
import type { LockInstancePlan, LockKind, RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { eachHeldLock } from '../validate/held-locks.ts';
import type { ControlPanel } from './control-panel.ts';
import type { Stage } from './stage.ts';

/** The pseudo-lock that a thread is inside while it reclaims (kernel: fs_reclaim_acquire). */
const RECLAIM_CLASS = 'fs_reclaim';

/** Looks at a run in passing, from the coordinator: no lock, no wait, nothing exact. */
export class RunSampler {
  readonly #memory: SharedMemory;
  readonly #plan: RunPlan;
  readonly #stage: Stage;
  readonly #control: ControlPanel;
  readonly #thread;
  readonly #lock;

  constructor(memory: SharedMemory, plan: RunPlan, stage: Stage, control: ControlPanel) {
    this.#memory = memory;
    this.#plan = plan;
    this.#stage = stage;
    this.#control = control;
    this.#thread = memory.region(THREAD);
    this.#lock = memory.region(LOCK);
  }

  take(): WatchSample {
    const { operations, refusals } = this.totals();
    const { pages, skippedBusy, direct, kswapd } = this.#stage.reclaim(this.#memory);
    return {
      atMs: nowNs() / 1e6,
      operations,
      refusals,
      liveWorkers: this.#control.liveWorkers,
      threads: this.#plan.threads.map((_thread, index) => this.#watched(index)),
      reclaim: {
        attempts: skippedBusy + direct + kswapd,
        pages,
        workers: this.#plan.threads.filter((thread, i) => !thread.service && this.#reclaims(i))
          .length,
      },
      states: () => readThreadStates(this.#memory, this.#plan),
    };
  }

  /** Sums over the workers; each thread's counter wraps at 2^32. */
  totals(): { operations: number; refusals: number } {
    const { word } = this.#thread;
    let operations = 0;
    let refusals = 0;
    this.#plan.threads.forEach((thread, index) => {
      if (thread.service) return;
      const at = this.#thread.at(index + 1);
      operations += this.#load(at + word.operations) >>> 0;
      refusals += this.#load(at + word.refusals) >>> 0;
    });
    return { operations, refusals };
  }

  #watched(index: number): WatchedThread {
    const { name, service } = this.#plan.threads[index];
    const at = this.#thread.at(index + 1);
    const { word } = this.#thread;
    const waiting = this.#load(at + word.waiting);
    const mode = this.#load(at + word.waitMode);
    const lasting = waiting !== 0 && mode !== WAIT_MODE.timed;
    const lock = waiting - 1;
    return {
      name,
      service,
      waitSeq: this.#load(at + word.waitSeq),
      waitsFor: lasting ? this.#lockName(lock) : null,
      free: lasting && this.#isFree(lock, this.#load(at + word.waitValue)),
    };
  }

  #isFree(lock: number, waitValue: number): boolean {
    const state = this.#load(this.#lock.at(lock) + this.#lock.word.state);
    return isFree(this.#kindOf(lock), state, waitValue);
  }

  #reclaims(index: number): boolean {
    let inside = false;
    eachHeldLock(this.#memory, index + 1, (lock) => {
      inside ||= this.#lockName(lock)?.class === RECLAIM_CLASS;
    });
    return inside;
  }

  #lockName(lock: number) {
    const instance: LockInstancePlan | undefined = this.#plan.locks.locks[lock];
    if (instance === undefined) return null;
    return { class: this.#plan.locks.classes[instance.classIndex].name, name: instance.name };
  }

  #kindOf(lock: number): LockKind {
    return this.#plan.locks.classes[this.#plan.locks.locks[lock].classIndex].kind;
  }

  #load(index: number): number {
    return Atomics.load(this.#memory.i32, index);
  }
}

/** Nobody stands in the way of a waiter, by the state tables of `src/shared/lock-word.ts`. */
function isFree(kind: LockKind, state: number, waitValue: number): boolean {
  switch (kind) {
    case 'mutex':
    case 'ww-mutex':
      return (state & OWNER_MASK) === 0;
    case 'rw-semaphore':
      return (state & ~WAITERS) === 0;
    case 'completion':
      return (state & COMPLETE) !== 0;
    case 'fence':
      return ((state - waitValue) | 0) >= 0;
    case 'pseudo':
    case 'rw-spinlock':
      return false;
  }
}
