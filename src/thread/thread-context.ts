import type { Random } from '../base/random.ts';
import { LockTable } from '../lock/lock-table.ts';
import { LockThread } from '../lock/lock-thread.ts';
import { READY } from '../schedule/turnstile-memory.ts';
import { IDLING, type Turnstile } from '../schedule/turnstile.ts';
import { CONTROL, PHASE, THREAD } from '../shared/memory-map.ts';
import type { RunPlan, ThreadPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { Finding, ThreadState } from '../validate/finding.ts';
import type { SiteTeller } from '../validate/site.ts';
import { ThreadEvents } from './thread-events.ts';

/** A thread of a run: what its actor works with. */
export class ThreadContext {
  /** 1-based thread id; record number in the THREAD region. */
  readonly id: number;
  readonly name: string;
  readonly role: string;
  readonly plan: RunPlan;
  readonly memory: SharedMemory;
  readonly i32: Int32Array;
  readonly random: Random;
  readonly locks: LockTable;
  /** Null where the run keeps no record of events. */
  readonly events: ThreadEvents | null;
  /** Null where the run is not under control. */
  readonly turnstile: Turnstile | null;
  readonly #locks: LockThread;
  readonly #at: number;
  readonly #word;
  readonly #phase: number;

  constructor(memory: SharedMemory, plan: RunPlan, threadIndex: number) {
    const { name, role } = plan.threads[threadIndex] as ThreadPlan;
    const region = memory.region(THREAD);
    const control = memory.region(CONTROL);
    this.id = threadIndex + 1;
    this.name = name;
    this.role = role;
    this.plan = plan;
    this.memory = memory;
    this.i32 = memory.i32;
    this.#locks = new LockThread(memory, plan, this.id);
    this.random = this.#locks.random;
    this.locks = new LockTable(this.#locks);
    const { events, turnstile } = this.#locks;
    this.turnstile = turnstile;
    this.events = events === null ? null : new ThreadEvents(events, this.id);
    this.#at = region.at(this.id);
    this.#word = region.word;
    this.#phase = control.base + control.word.phase;
  }

  /** Announces what this thread does next (a number of `RunPlan.operations`). Nothing may be held. */
  beginOperation(operation: number): void {
    this.#locks.evidence.setOperation(this.id, operation);
    this.#locks.operationClock?.begin(operation);
  }

  /** Counts the operation; a lock still held is a `held-at-exit` finding and is let go of. */
  endOperation(outcome: 'done' | 'refused'): void {
    const { i32 } = this;
    if (outcome === 'done') this.#locks.operationClock?.done();
    const counted = this.#at + (outcome === 'done' ? this.#word.operations : this.#word.refusals);
    i32[counted] = ((i32[counted] as number) + 1) | 0;
    if (this.#locks.held.depth > 0) {
      this.#locks.validator.heldAtExit();
      this.locks.letGo();
    }
    this.#locks.evidence.setOperation(this.id, 0);
  }

  /** Where this thread stands is told by `teller` from here on, in findings and statistics. */
  tellSites(teller: SiteTeller): void {
    this.#locks.validator.tellSites(teller);
  }

  /** Its program has ended for now; see LockThread. */
  depart(): void {
    this.#locks.depart();
  }

  arrive(): void {
    this.#locks.arrive();
  }

  /** Writes a finding into the run's journal; the same key again is only counted. */
  report(finding: Finding): void {
    this.#locks.journal.write(finding);
  }

  /** The run is over, or frozen by a deadlock. */
  stopping(): boolean {
    // Pairs with the coordinator's store, and with the detector's under `stop`.
    return Atomics.load(this.i32, this.#phase) !== PHASE.running;
  }

  /**
   * Sleeps until the word (its index) has moved on from `seen`, or the time is up, in milliseconds.
   * Under control no time passes: it lasts until somebody moves the word, or nobody else can run.
   */
  rest(word: number, seen: number, timeoutMs: number): void {
    if (this.turnstile === null) Atomics.wait(this.i32, word, seen, timeoutMs);
    else this.turnstile.block(READY.changed, word, seen, IDLING);
  }

  /** Operations completed so far by this thread (wraps at 2^32). */
  get operations(): number {
    return (this.i32[this.#at + this.#word.operations] as number) >>> 0;
  }

  /** What this thread does and holds, for a finding of its own. */
  threadState(): ThreadState {
    return this.#locks.evidence.threadState(this.id);
  }

  /** Operations completed by all threads, for a finding. */
  operationsOfAll(): number {
    return this.#locks.evidence.operationsDone();
  }

  /** Last words before the thread leaves: counts of findings made again. */
  flush(): void {
    this.#locks.journal.flush();
  }
}
