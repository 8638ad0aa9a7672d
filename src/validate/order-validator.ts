import { CapacityError } from '../base/errors.ts';
import { CONTROL, HELD_LOCKS_MAX } from '../shared/memory-map.ts';
import { closeLatch, openLatch } from '../shared/latch.ts';
import { Attempt } from './attempt.ts';
import { enterDependencies } from './dependencies.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { HeldLocks } from './held-locks.ts';
import type { JournalWriter } from './journal.ts';
import { OrderGraph } from './order-graph.ts';
import { badUnlock, heldAtExit } from './rules/balance.ts';
import { heldFreed } from './rules/held-freed.ts';
import { nestLockNotHeld } from './rules/nest-lock.ts';
import { notHeld } from './rules/not-held.ts';
import { checkRecursion } from './rules/recursion.ts';
import { type WwViolation, wwApiFinding } from './rules/ww-api.ts';
import { type SiteTeller, captureSite } from './site.ts';

/**
 * Judges acquisitions in the thread that makes them, before they can block. A chain that was seen
 * before never comes here (see ChainTable); an unseen one is checked against every rule once, under
 * the graph latch, and never again.
 */
export class OrderValidator {
  readonly #evidence: Evidence;
  readonly #graph: OrderGraph;
  readonly #held: HeldLocks;
  readonly #journal: JournalWriter;
  readonly #thread: number;
  readonly #latch: number;
  readonly #operation: () => number;
  /** False at level `stats`: chains are learnt for their sites, nothing is judged. */
  readonly #judging: boolean;
  #teller: SiteTeller | null = null;

  constructor(parts: {
    evidence: Evidence;
    held: HeldLocks;
    journal: JournalWriter;
    thread: number;
    operation: () => number;
  }) {
    const { evidence } = parts;
    this.#evidence = evidence;
    this.#graph = new OrderGraph(evidence.memory, evidence.registry);
    this.#held = parts.held;
    this.#journal = parts.journal;
    this.#thread = parts.thread;
    this.#operation = parts.operation;
    const control = evidence.memory.region(CONTROL);
    this.#latch = control.base + control.word.graphLatch;
    this.#judging = evidence.plan.level === 'order' || evidence.plan.level === 'full';
  }

  /** From here on `teller` is asked where this thread stands, and its stack is not. */
  tellSites(teller: SiteTeller): void {
    this.#teller = teller;
  }

  /**
   * Row of the chain that acquiring `lock` by `slot` leads to; learns and judges it if unseen.
   *
   * @throws {CapacityError} when this thread holds HELD_LOCKS_MAX locks already
   */
  learn(lock: number, slot: number): number {
    if (this.#held.depth >= HELD_LOCKS_MAX) {
      const mend = 'fewer locks held at a time (release some first)';
      throw new CapacityError('held locks', HELD_LOCKS_MAX, mend);
    }
    const site = this.#site();
    const { i32 } = this.#evidence.memory;
    const findings: Finding[] = [];
    closeLatch(i32, this.#latch);
    try {
      const row = this.#held.row;
      const known = this.#evidence.chains.next(row, slot);
      if (known !== 0) return known;
      const next = this.#evidence.chains.add(row, slot, site, this.#thread, this.#operation());
      if (this.#judging) this.#judge(lock, slot, site, next, findings);
      return next;
    } finally {
      openLatch(i32, this.#latch);
      for (const finding of findings) this.#journal.write(finding);
    }
  }

  /**
   * Row of an acquisition that stands on a shorter chain since something below it was released: the
   * dependencies were judged when it was taken, so the chain is only learnt.
   */
  relearn(below: number, slot: number, takenAs: number): number {
    const { chains, memory } = this.#evidence;
    closeLatch(memory.i32, this.#latch);
    try {
      const known = chains.next(below, slot);
      if (known !== 0) return known;
      const site = chains.siteOf(chains.chainOfRow(takenAs)).join('\n');
      return chains.add(below, slot, site, this.#thread, this.#operation());
    } finally {
      openLatch(memory.i32, this.#latch);
    }
  }

  /** Reports an unlock of what is not held. */
  badUnlock(lock: number): void {
    this.#journal.write(badUnlock(this.#evidence, this.#thread, lock, this.#site()));
  }

  /** Reports a lock that is initialised or freed while somebody holds it. */
  heldFreed(lock: number, how: 'initialised' | 'freed'): void {
    this.#journal.write(heldFreed(this.#evidence, this.#thread, lock, how, this.#site()));
  }

  /** Reports an acquisition nested under what is not held. */
  nestLockNotHeld(lock: number, nestLock: number): void {
    const site = this.#site();
    this.#journal.write(nestLockNotHeld(this.#evidence, this.#thread, lock, nestLock, site));
  }

  /** Reports a lock that should be held and is not. */
  notHeld(lock: number): void {
    this.#journal.write(notHeld(this.#evidence, this.#thread, lock, this.#site()));
  }

  /** Reports misuse of a ww-mutex or an acquire context. `locks`: those concerned. */
  wwMisuse(violation: WwViolation, locks: readonly number[]): void {
    const site = this.#site();
    this.#journal.write(wwApiFinding(this.#evidence, this.#thread, violation, locks, site));
  }

  /** Reports locks still held at the end of an operation. */
  heldAtExit(): void {
    this.#journal.write(heldAtExit(this.#evidence, this.#thread));
  }

  #site(): string {
    return this.#teller === null ? captureSite() : this.#teller.site();
  }

  #judge(lock: number, slot: number, site: string, row: number, findings: Finding[]): void {
    const evidence = this.#evidence;
    const attempt = new Attempt(evidence, this.#held, this.#thread, lock, slot, site);
    const recursion = checkRecursion(evidence, attempt);
    if (recursion.kind === 'recursion') findings.push(recursion.finding);
    // A trylock waits for nobody: no dependency leads to it. A serialized one adds none either.
    if (attempt.meaning.tried || recursion.kind === 'serialized') return;
    const chain = evidence.chains.chainOfRow(row);
    findings.push(...enterDependencies(evidence, this.#graph, attempt, chain));
  }
}
