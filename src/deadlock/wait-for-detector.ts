import { CONTROL, PHASE } from '../shared/memory-map.ts';
import { closeLatch, openLatch } from '../shared/latch.ts';
import type { OnDeadlock } from '../shared/plan.ts';
import type { Evidence } from '../validate/evidence.ts';
import type { JournalWriter } from '../validate/journal.ts';
import { Blockers, MANY } from './blockers.ts';
import { DeadlockReporter } from './deadlock-report.ts';
import { KnotDetector } from './knot-detector.ts';
import { KnotReporter } from './knot-report.ts';
import { MIXED, MutexLine } from './mutex-line.ts';
import type { WaitRecord } from './wait-record.ts';

/**
 * Finds a real deadlock in the thread that completes it. Called on the slow path after the wait was
 * published and before the thread sleeps: it walks thread -> lock -> owners -> their waits.
 *
 * Why the last thread sees it: every wait of a cycle is published by a sequentially consistent store
 * before its walk, so the thread whose store comes last walks over all the others, by sequentially
 * consistent loads; a glance that comes before spares it that only where it finds the cycle. Why
 * there is no false one: a hit is confirmed by a second look under the one report latch. If each thread
 * of the cycle still has the wait sequence number of the first look, it was blocked from the first look
 * to the second, so it neither took nor gave up a lock in between, and all edges held at one instant:
 * when the latch was closed. So the first look may be along hints that are out of date, and in plain
 * loads. Why there is exactly one report: the victim withdraws its wait before it opens the report
 * latch, so a second thread that saw the same ring fails to confirm it.
 */
export class WaitForDetector {
  readonly #i32: Int32Array;
  readonly #self: number;
  readonly #threads: number;
  readonly #wait: WaitRecord;
  readonly #line: MutexLine;
  readonly #blockers: Blockers;
  readonly #reporter: DeadlockReporter;
  /** Null where each event has one known signaller: then every deadlock is a cycle. */
  readonly #knots: KnotDetector | null;
  readonly #knotReporter: KnotReporter;
  readonly #onDeadlock: OnDeadlock;
  readonly #control: { readonly latch: number; readonly phase: number };
  /** Threads of the cycle found, this one first. */
  readonly #path: Int32Array;
  readonly #sequences: Int32Array;
  readonly #visited: Int32Array;
  readonly #found: Int32Array;
  #walk = 0;
  #length = 0;

  constructor(evidence: Evidence, journal: JournalWriter, self: number, wait: WaitRecord) {
    const { memory, plan } = evidence;
    const threads = plan.threads.length;
    this.#i32 = memory.i32;
    this.#self = self;
    this.#threads = threads;
    this.#wait = wait;
    this.#line = new MutexLine(memory, evidence.registry, threads);
    this.#blockers = new Blockers(memory, evidence.registry, threads);
    this.#reporter = new DeadlockReporter(evidence, journal);
    const listed = plan.locks.classes.some(({ signallers }) => signallers === 'listed');
    this.#knots = listed ? new KnotDetector(this.#blockers, threads) : null;
    this.#knotReporter = new KnotReporter(evidence, journal);
    this.#onDeadlock = plan.onDeadlock;
    const control = memory.region(CONTROL);
    this.#control = {
      latch: control.base + control.word.reportLatch,
      phase: control.base + control.word.phase,
    };
    this.#path = new Int32Array(threads + 1);
    this.#sequences = new Int32Array(threads + 1);
    this.#visited = new Int32Array(threads + 1);
    // At each depth of the walk, the holders and everybody ahead in one queue.
    this.#found = new Int32Array((threads + 1) * (2 * threads + 1));
  }

  /**
   * True when this thread's published wait closes a cycle of waits. Its wait is then withdrawn: the
   * caller gives way. Under `stop` it never returns in that case: the run is frozen as it stands.
   */
  closesCycle(): boolean {
    return this.#line.leadsOn(this.#self) && this.#closesRing();
  }

  /** Apart, so that the compiler does not make room for it where a wait is usual. */
  #closesRing(): boolean {
    const glanced = this.#line.glance(this.#self);
    if (glanced > 0 && this.#closesLine(glanced)) return true;
    // Not seen, or refuted: there may be another cycle by those who own the locks now.
    const length = this.#line.follow(this.#self);
    if (length === 0) return false;
    if (length === MIXED) return this.#closesMixedCycle() || this.#closesKnot();
    return this.#closesLine(length);
  }

  /** Confirms a cycle of mutexes that the line has found, and gives way for it. */
  #closesLine(length: number): boolean {
    closeLatch(this.#i32, this.#control.latch);
    if (this.#line.isStill(this.#self, length)) {
      this.#giveWay(this.#line.path, length, this.#line.wanted);
      return true;
    }
    openLatch(this.#i32, this.#control.latch);
    return false;
  }

  /**
   * The same where other locks than mutexes take part. With several holders, a cycle that another
   * victim has just broken may have hidden one that stands: it looks again until it finds none.
   */
  #closesMixedCycle(): boolean {
    while (this.#findsCycle()) {
      closeLatch(this.#i32, this.#control.latch);
      const lock = this.#blockers.waitOf(this.#self);
      if (this.#isConfirmed()) {
        this.#giveWay(this.#path, this.#length, lock);
        return true;
      }
      openLatch(this.#i32, this.#control.latch);
    }
    return false;
  }

  /**
   * This thread has withdrawn a promise or ended its program: tells if others are stuck for ever by
   * that. It does not wait itself, so it cannot give way for them.
   */
  leavesStuck(): void {
    const knots = this.#knots;
    if (knots === null || knots.find() === 0) return;
    closeLatch(this.#i32, this.#control.latch);
    if (knots.find() > 0) {
      this.#reporter.count();
      this.#knotReporter.report(knots);
      if (this.#onDeadlock === 'stop') this.#stop();
    }
    openLatch(this.#i32, this.#control.latch);
  }

  /** This thread's wait is one of those that can never end, now that it waits too. */
  #closesKnot(): boolean {
    const knots = this.#knots;
    if (knots === null || knots.find() === 0) return false;
    closeLatch(this.#i32, this.#control.latch);
    const mine = knots.find() > 0 && knots.stuck.includes(this.#self);
    if (mine) {
      this.#reporter.count();
      this.#knotReporter.report(knots);
      if (this.#onDeadlock === 'stop') this.#stop();
      this.#wait.end();
    }
    openLatch(this.#i32, this.#control.latch);
    return mine;
  }

  /** Counts, withdraws the wait, opens the report latch, and only then tells. */
  #giveWay(path: Int32Array, length: number, lock: number): void {
    this.#reporter.count();
    if (this.#onDeadlock === 'stop') this.#freeze(path, length, lock);
    this.#wait.end();
    openLatch(this.#i32, this.#control.latch);
    this.#reporter.report(path, length, lock);
  }

  /** Follows the line of sole owners; searches depth first only where a lock has several holders. */
  #findsCycle(): boolean {
    let thread = this.#self;
    for (let depth = 0; depth < this.#threads; depth++) {
      // The number first: a wait that is begun in between is not taken for the one looked at.
      this.#sequences[depth] = this.#blockers.sequenceOf(thread);
      const lock = this.#blockers.waitOf(thread);
      if (lock < 0) return false;
      this.#path[depth] = thread;
      thread = this.#blockers.soleBlocker(thread, lock);
      if (thread === this.#self) {
        this.#length = depth + 1;
        return true;
      }
      if (thread === MANY) {
        this.#walk++;
        return this.#visit(this.#self, 0);
      }
      if (thread === 0) return false;
    }
    return false;
  }

  /** Depth first; true when a wait leads back to this thread. */
  #visit(thread: number, depth: number): boolean {
    this.#sequences[depth] = this.#blockers.sequenceOf(thread);
    const lock = this.#blockers.waitOf(thread);
    if (lock < 0) return false;
    this.#path[depth] = thread;
    this.#visited[thread] = this.#walk;
    const start = depth * (2 * this.#threads + 1);
    const count = this.#blockers.collect(thread, lock, this.#found, start);
    for (let i = 0; i < count; i++) {
      const next = this.#found[start + i] as number;
      if (next === this.#self) {
        this.#length = depth + 1;
        return true;
      }
      if (this.#visited[next] !== this.#walk && this.#visit(next, depth + 1)) return true;
    }
    return false;
  }

  /** As MutexLine.isStill, over locks of any kind. */
  #isConfirmed(): boolean {
    for (let i = 0; i < this.#length; i++) {
      const thread = this.#path[i] as number;
      const next = i + 1 === this.#length ? this.#self : (this.#path[i + 1] as number);
      const lock = this.#blockers.waitOf(thread);
      if (lock < 0 || this.#blockers.sequenceOf(thread) !== this.#sequences[i]) return false;
      const sole = this.#blockers.soleBlocker(thread, lock);
      if (sole !== next && (sole !== MANY || !this.#waitsFor(thread, lock, next))) return false;
    }
    return true;
  }

  #waitsFor(thread: number, lock: number, next: number): boolean {
    const count = this.#blockers.collect(thread, lock, this.#found, 0);
    for (let i = 0; i < count; i++) if (this.#found[i] === next) return true;
    return false;
  }

  /** `stop`: everything stays as it is until the coordinator has read it and ends this thread. */
  #freeze(path: Int32Array, length: number, lock: number): never {
    this.#reporter.report(path, length, lock);
    this.#stop();
  }

  #stop(): never {
    // Pairs with the loads of the work loops and of the coordinator.
    Atomics.store(this.#i32, this.#control.phase, PHASE.frozen);
    for (;;) this.#wait.sleep(this.#wait.parked(), Number.POSITIVE_INFINITY);
  }
}
