import { CapacityError } from '../base/errors.ts';
import { CONTROL, HELD_LOCKS_MAX } from '../shared/memory-map.ts';
import { closeLatch, openLatch } from '../shared/latch.ts';
import { Attempt } from './attempt.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { HeldLocks } from './held-locks.ts';
import type { JournalWriter } from './journal.ts';
import { OrderGraph } from './order-graph.ts';
import { badUnlock, heldAtExit } from './rules/balance.ts';
import { heldFreed } from './rules/held-freed.ts';
import { nestLockNotHeld } from './rules/nest-lock.ts';
import { notHeld } from './rules/not-held.ts';
import { checkPromise } from './rules/promise.ts';
import { circularFinding, edgeKind } from './rules/circular.ts';
import { checkRecursion } from './rules/recursion.ts';
import { captureSite } from './site.ts';

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
    const site = captureSite();
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
    this.#journal.write(badUnlock(this.#evidence, this.#thread, lock, captureSite()));
  }

  /** Reports a lock that is initialised or freed while somebody holds it. */
  heldFreed(lock: number, how: 'initialised' | 'freed'): void {
    this.#journal.write(heldFreed(this.#evidence, this.#thread, lock, how, captureSite()));
  }

  /** Reports an acquisition nested under what is not held. */
  nestLockNotHeld(lock: number, nestLock: number): void {
    const site = captureSite();
    this.#journal.write(nestLockNotHeld(this.#evidence, this.#thread, lock, nestLock, site));
  }

  /** Reports a lock that should be held and is not. */
  notHeld(lock: number): void {
    this.#journal.write(notHeld(this.#evidence, this.#thread, lock, captureSite()));
  }

  /** Reports locks still held at the end of an operation. */
  heldAtExit(): void {
    this.#journal.write(heldAtExit(this.#evidence, this.#thread));
  }

  #judge(lock: number, slot: number, site: string, row: number, findings: Finding[]): void {
    const evidence = this.#evidence;
    const attempt = new Attempt(evidence, this.#held, this.#thread, lock, slot, site);
    const recursion = checkRecursion(evidence, attempt);
    if (recursion.kind === 'recursion') findings.push(recursion.finding);
    // A trylock waits for nobody: no dependency leads to it. A serialized one adds none either.
    if (attempt.meaning.tried || recursion.kind === 'serialized') return;
    this.#addDependencies(attempt, evidence.chains.chainOfRow(row), findings);
  }

  /** Newest first, up to the first lock that was not tried: deeper ones lead to that one already. */
  #addDependencies(attempt: Attempt, chain: number, findings: Finding[]): void {
    for (let i = attempt.held.length - 1; i >= 0; i--) {
      const held = attempt.held[i] as (typeof attempt.held)[number];
      const from = held.meaning.node;
      const to = attempt.meaning.node;
      const kind = edgeKind(held, attempt.meaning);
      if (from !== to && !this.#graph.has(from, to, kind)) {
        const broken = checkPromise(this.#evidence, attempt, held, chain);
        if (broken !== null) findings.push(broken);
        const path = this.#graph.closingPath(from, to, kind);
        if (path === null) this.#graph.add(from, to, kind, chain);
        else
          findings.push(circularFinding(this.#evidence, this.#graph, attempt, held, path, chain));
      }
      if (!held.meaning.tried) return;
    }
  }
}
