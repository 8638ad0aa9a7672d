import { CONTROL, THREAD } from '../shared/memory-map.ts';
import type { Evidence } from '../validate/evidence.ts';
import type { CycleStep, Finding, ThreadState } from '../validate/finding.ts';
import type { JournalWriter, Tally } from '../validate/journal.ts';
import { canonicalCycle } from '../validate/rules/circular.ts';

/** Counts confirmed deadlocks and turns a cycle of waiting threads into a finding. */
export class DeadlockReporter {
  readonly #evidence: Evidence;
  readonly #journal: JournalWriter;
  readonly #control;
  readonly #thread;
  /** Cycles told before by this thread: sum over their waits' rows -> how often again. */
  readonly #known = new Map<number, Tally>();

  constructor(evidence: Evidence, journal: JournalWriter) {
    this.#evidence = evidence;
    this.#journal = journal;
    this.#control = evidence.memory.region(CONTROL);
    this.#thread = evidence.memory.region(THREAD);
  }

  /** The caller holds the report latch. */
  count(): void {
    const { i32 } = this.#evidence.memory;
    const deadlocks = this.#control.base + this.#control.word.deadlocks;
    const first = this.#control.base + this.#control.word.firstDeadlockAfter;
    if (i32[deadlocks] === 0) i32[first] = this.#evidence.operationsDone();
    // Pairs with the coordinator's load for the live line.
    Atomics.add(i32, deadlocks, 1);
  }

  /**
   * The threads of the path stay blocked until this thread, its first, gives way; it wanted `lock`
   * and may have withdrawn its wait.
   */
  report(path: Int32Array, length: number, lock: number): void {
    const { i32 } = this.#evidence.memory;
    let sum = length;
    for (let i = 0; i < length; i++) {
      const at = this.#thread.base + (path[i] as number) * this.#thread.stride;
      sum = (sum + mixed(i32[at + this.#thread.word.waitRow] as number)) | 0;
    }
    const known = this.#known.get(sum);
    if (known !== undefined) known.repeats++;
    else this.#known.set(sum, this.#tell(path.subarray(0, length), lock));
  }

  #tell(path: Int32Array, lock: number): Tally {
    const self = path[0] as number;
    const wants = this.#evidence.held(lock, this.#rowOf(self));
    const states = [...path].map((thread) => this.#evidence.threadState(thread));
    const finding = this.#finding([{ ...(states[0] as ThreadState), wants }, ...states.slice(1)]);
    return this.#journal.write(finding);
  }

  /** Locks are held, events are owed: a fence or completion is what its signaller has yet to do. */
  #waitsFor({ thread, wants }: ThreadState, blocker: ThreadState): string {
    const kind = this.#evidence.plan.locks.classes.find(({ name }) => name === wants?.class)?.kind;
    const owed = kind === 'fence' || kind === 'completion';
    const relation = owed ? 'which is to be signalled by' : 'held by';
    return `${thread} waits for ${wants?.name ?? '?'} ${relation} ${blocker.thread}`;
  }

  #rowOf(thread: number): number {
    const at = this.#thread.at(thread) + this.#thread.word.waitRow;
    return this.#evidence.memory.i32[at] as number;
  }

  #finding(threads: readonly ThreadState[]): Finding {
    const steps = threads.map((state, i) =>
      stepOf(state, threads[(i + threads.length - 1) % threads.length] as ThreadState),
    );
    const classes = threads.map(({ wants }) => wants?.class ?? '?');
    return {
      type: 'deadlock',
      level: 'confirmed',
      key: `deadlock ${canonicalCycle(classes)}`,
      summary: threads
        .map((state, i) => this.#waitsFor(state, threads[(i + 1) % threads.length] as ThreadState))
        .join('; '),
      locks: threads.flatMap(({ wants }) =>
        wants ? [{ class: wants.class, name: wants.name }] : [],
      ),
      threads,
      cycle: steps,
      details: [],
      afterOperations: this.#evidence.operationsDone(),
    };
  }
}

/** Spreads a row over all bits (murmur3's finalizer), so that sums of different rows differ. */
function mixed(row: number): number {
  let hash = Math.imul(row ^ (row >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** What a thread of the cycle holds that the one before it wants, and what it wants itself. */
function stepOf(state: ThreadState, before: ThreadState): CycleStep {
  const held = state.holds.find(({ name }) => name === before.wants?.name);
  return {
    from: before.wants?.name ?? '?',
    to: state.wants?.name ?? '?',
    thread: state.thread,
    operation: state.operation,
    site: state.wants?.site ?? [],
    heldSite: held?.site ?? [],
  };
}
