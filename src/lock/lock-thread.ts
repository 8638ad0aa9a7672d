import { Random } from '../base/random.ts';
import { nowNs } from '../base/clock.ts';
import { WaitForDetector } from '../deadlock/wait-for-detector.ts';
import { WaitRecord } from '../deadlock/wait-record.ts';
import { ClassCounters } from '../measure/class-counters.ts';
import { OperationClock } from '../measure/operation-clock.ts';
import { EventRing } from '../shared/event-ring.ts';
import { TimedRing } from '../shared/timed-ring.ts';
import { SLOT_COUNTS, THREAD, sizedRegions } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import { openTurnstile } from '../schedule/open-turnstile.ts';
import type { Turnstile } from '../schedule/turnstile.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import { CLOCKED, HeldLocks } from '../validate/held-locks.ts';
import { JournalWriter } from '../validate/journal.ts';
import { OrderValidator } from '../validate/order-validator.ts';
import { TimedWait } from './observed/timed-wait.ts';

/** `clockMask` where no hold is clocked. Without the sign, which an answer of mutex.wat keeps for refusals. */
const UNCLOCKED = 0x7fffffff;

/**
 * The calling thread as its locks see it: who it is, what it holds, and the observers that watch
 * it. One per thread and run; locks keep a reference and call it on their slow paths.
 */
export class LockThread {
  readonly id: number;
  readonly memory: SharedMemory;
  readonly i32: Int32Array;
  readonly plan: RunPlan;
  readonly evidence: Evidence;
  readonly held: HeldLocks;
  readonly wait: WaitRecord;
  readonly journal: JournalWriter;
  readonly validator: OrderValidator;
  readonly detector: WaitForDetector;
  readonly random: Random;
  /** Where this thread records what it does with its locks; null: nowhere. */
  readonly events: EventRing | null;
  /** Where it records when; null: the run keeps no times. */
  readonly times: TimedRing | null;
  /** Who lets this thread run, in a run under control; null: it runs freely. */
  readonly turnstile: Turnstile | null;
  /** Null where operations are not clocked. */
  readonly operationClock: OperationClock | null;
  /** Faces of its locks are watched. */
  readonly observed: boolean;
  /** False at level `off`: no lock of this thread is tracked. */
  readonly tracking: boolean;
  /** Waits are walked for cycles (levels `order`, `full`). */
  readonly detecting: boolean;
  /** Waits and holds are clocked (levels `stats`, `full`). */
  readonly clocking: boolean;
  /** An acquisition whose count has none of these bits set has its hold clocked. */
  readonly clockMask: number;
  readonly #acquisitions: number;
  readonly #counters: readonly ClassCounters[];
  readonly #operation: number;
  readonly #departed: number;
  /** Start of each clocked hold, by position in the stack of held locks. */
  readonly #clockedSinceNs: Float64Array;

  constructor(memory: SharedMemory, plan: RunPlan, id: number) {
    const { level } = plan;
    this.id = id;
    this.memory = memory;
    this.i32 = memory.i32;
    this.plan = plan;
    this.tracking = level !== 'off';
    this.detecting = level === 'order' || level === 'full';
    this.clocking = level === 'stats' || level === 'full';
    this.clockMask = this.clocking ? plan.holdSampling - 1 : UNCLOCKED;
    this.evidence = new Evidence(memory, plan);
    this.held = new HeldLocks(memory, id);
    const { events = 0, schedule, times = 0 } = plan;
    this.times = times > 0 && this.tracking ? new TimedRing(memory, times, id) : null;
    this.wait =
      this.times === null ? new WaitRecord(memory, id) : new TimedWait(memory, id, this.times);
    this.journal = new JournalWriter(memory);
    this.random = new Random(plan.seed).fork(id, 'thread');
    this.events = events > 0 && this.tracking ? new EventRing(memory, events, id) : null;
    this.turnstile = schedule === undefined ? null : openTurnstile(memory, plan, id);
    this.observed = this.events !== null || this.turnstile !== null || this.times !== null;
    this.operationClock = plan.latency === true ? new OperationClock(memory, plan, id) : null;
    const region = memory.region(THREAD);
    this.#operation = region.at(id) + region.word.operation;
    this.#departed = region.at(id) + region.word.departed;
    this.#tellCompiledCode();
    this.validator = new OrderValidator({
      evidence: this.evidence,
      held: this.held,
      journal: this.journal,
      thread: id,
      operation: () => this.i32[this.#operation] as number,
    });
    this.detector = new WaitForDetector(this.evidence, this.journal, id, this.wait);
    const { acquisitions } = sizedRegions(this.evidence.registry.sizes);
    const counts = memory.region(acquisitions);
    this.#acquisitions = counts.at(id) + counts.word.counts;
    const classes = plan.locks.classes.length;
    this.#counters = plan.locks.classes.map((_, i) => new ClassCounters(memory, id, i, classes));
    this.#clockedSinceNs = new Float64Array(64);
    this.evidence.setOperation(id, 0);
  }

  /** What mutex.wat reads of this thread. */
  #tellCompiledCode(): void {
    const { i32 } = this;
    const region = this.memory.region(THREAD);
    const at = region.at(this.id);
    i32[at + region.word.id] = this.id;
    i32[at + region.word.clockMask] = this.clockMask;
    i32[at + region.word.firstWaiting] = (region.at(0) + region.word.waiting) * 4;
    i32[at + region.word.recordBytes] = region.stride * 4;
  }

  /** This thread's program has ended: what it still holds stays held, whoever waits for it is stuck. */
  depart(): void {
    // Pairs with Blockers.hasDeparted.
    Atomics.store(this.i32, this.#departed, 1);
    if (this.detecting) this.detector.leavesStuck();
  }

  /** Back at work. */
  arrive(): void {
    // Pairs with Blockers.hasDeparted.
    Atomics.store(this.i32, this.#departed, 0);
  }

  /** Index of this thread's SLOT_COUNTS of a slot. */
  counterOf(slot: number): number {
    return this.#acquisitions + slot * SLOT_COUNTS;
  }

  counters(classIndex: number): ClassCounters {
    return this.#counters[classIndex] as ClassCounters;
  }

  /** Starts the clock of the newest held lock. */
  clockNewest(): void {
    const { held, i32 } = this;
    i32[held.top - 2] = (i32[held.top - 2] as number) | CLOCKED;
    this.#clockedSinceNs[held.depth] = nowNs();
  }

  /**
   * The slow half of every release: takes the lock off the stack wherever it is, stops its clock,
   * reports an unlock of what is not held. False: it was not held, nothing is to be released.
   */
  dropHeld(lock: number, classIndex: number): boolean {
    const { held, i32 } = this;
    const newest = held.top - 2;
    if (i32[newest] === ((lock + 1) | CLOCKED)) {
      this.counters(classIndex).held(nowNs() - (this.#clockedSinceNs[held.depth] as number));
      i32[newest] = 0;
      held.top = newest;
      return true;
    }
    const entry = held.find(lock);
    if (entry === 0) {
      this.validator.badUnlock(lock);
      return false;
    }
    if ((i32[entry] as number) & CLOCKED) {
      const position = (entry - held.root) / 2;
      this.counters(classIndex).held(nowNs() - (this.#clockedSinceNs[position] as number));
    }
    this.#moveClocksDown((entry - held.root) / 2);
    held.remove(entry, (row, entryRow) => this.#rowWithout(row, entryRow));
    return true;
  }

  #moveClocksDown(position: number): void {
    this.#clockedSinceNs.copyWithin(position, position + 1, this.held.depth + 1);
  }

  /** Row of an entry after something below it was released: the same acquisition on a new chain. */
  #rowWithout(below: number, entryRow: number): number {
    const { chains } = this.evidence;
    const slot = chains.slotOf(chains.chainOfRow(entryRow));
    const known = chains.next(below, slot);
    return known !== 0 ? known : this.validator.relearn(below, slot, entryRow);
  }
}
