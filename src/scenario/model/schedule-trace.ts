import { assert } from '../../base/assert.ts';
import type { ScenarioOp } from '../scenario.ts';
import { HeldByThread, type Holding } from './held-by-thread.ts';
import { ModelMachine } from './model-machine.ts';
import { CODE, CODE_SHIFT, type ModelProgram } from './model-program.ts';
import type { StepNode } from './step-graph.ts';

/**
 * `waits`: queues, or listens for a signal. `granted`: what it waited for has come, by the step of
 * another thread. `backs-off`, `gives-up`, `wounds`: a ww-mutex was not to be had.
 */
export type TraceOutcome =
  | 'done'
  | 'refused'
  | 'waits'
  | 'granted'
  | 'backs-off'
  | 'gives-up'
  | 'wounds';

/** An operation as it was executed. */
export interface TraceStep {
  readonly thread: number;
  /** In the file, from 1. */
  readonly line: number;
  readonly text: string;
  readonly outcome: TraceOutcome;
  /** Name of the lock it was about; null: it names none. */
  readonly lock: string | null;
  /** Which choice led to it, from 0; -1: it came before the first. */
  readonly choice: number;
  /** It was what the chosen thread stood before; else it followed. */
  readonly isPoint: boolean;
}

/** Runs the choices of a schedule once more, slowly, and tells every operation. */
export class ScheduleTrace {
  readonly machine: ModelMachine;
  readonly steps: TraceStep[] = [];
  readonly #program: ModelProgram;
  readonly #held: HeldByThread;
  #choice = -1;

  constructor(program: ModelProgram) {
    this.#program = program;
    this.machine = new ModelMachine(program);
    this.#held = new HeldByThread(program.threads);
    for (let thread = 0; thread < program.threads; thread++) {
      if (this.machine.hasStarted(thread)) this.#walk(thread, program.graph.entries[thread]);
    }
  }

  /** What a thread holds, oldest first, with the operations that took it. */
  heldBy(thread: number): readonly Holding[] {
    return this.#held.of(thread);
  }

  /** The operation that a thread stands before; null: it has ended. */
  nextOp(thread: number): ScenarioOp | null {
    return this.#nodeAt(this.#program.stepOf[this.machine.nodeOf(thread)]).step?.op ?? null;
  }

  /** Lock that a thread wants, by its index; -1: none. */
  wantedLock(thread: number): number {
    const op = this.nextOp(thread);
    if (op === null) return -1;
    if (op.verb !== 'ww_lock' && op.verb !== 'ww_lock_all') return 'lock' in op ? op.lock : -1;
    return this.#program.layout.lockWord.indexOf(this.machine.contextWordOf(thread));
  }

  /** The chosen thread takes its step. */
  step(thread: number): void {
    const { machine } = this;
    assert(machine.canStep(thread), 'only a thread that can take a step is chosen');
    this.#choice++;
    const before = this.#places();
    const op = this.nextOp(thread) as ScenarioOp;
    if (op.verb === 'ww_lock' || op.verb === 'ww_lock_all') this.#stepOfTransaction(thread, op);
    else this.#stepOf(thread, op);
    for (let other = 0; other < before.length; other++) {
      if (other === thread || machine.nodeOf(other) === before[other]) continue;
      this.#movedByAnother(other, before[other]);
    }
  }

  #stepOf(thread: number, op: ScenarioOp): void {
    const { machine } = this;
    const { code, stepOf } = this.#program;
    const node = machine.nodeOf(thread);
    const refused = machine.wouldBeRefused(thread);
    machine.step(thread);
    const queued = machine.nodeOf(thread) === code[(node << CODE_SHIFT) + CODE.twin];
    if (queued && machine.nodeOf(thread) !== 0) {
      this.#tell(thread, op, 'waits', true);
      return;
    }
    this.#tell(thread, op, refused ? 'refused' : 'done', true);
    const { next, skip } = this.#nodeAt(stepOf[node]);
    this.#walk(thread, refused ? skip : next);
  }

  #stepOfTransaction(thread: number, op: ScenarioOp): void {
    const { machine } = this;
    const { layout, stepOf } = this.#program;
    const node = machine.nodeOf(thread);
    const word = machine.contextWordOf(thread);
    const lock = layout.lockWord.indexOf(word);
    const dropped = machine.isDropping(thread);
    machine.step(thread);
    const outcome = dropped ? 'gives-up' : this.#outcomeOfTaking(thread, word);
    this.#tellOfLock(thread, op, outcome, lock);
    if (machine.nodeOf(thread) !== node) this.#walk(thread, this.#nodeAt(stepOf[node]).next);
  }

  #outcomeOfTaking(thread: number, word: number): TraceOutcome {
    if (this.machine.state[word] === thread + 1) return 'done';
    return this.machine.isDropping(thread) ? 'backs-off' : 'wounds';
  }

  #movedByAnother(thread: number, before: number): void {
    const { starts, stepOf } = this.#program;
    const step = stepOf[before];
    if (before === starts[thread]) {
      this.#walk(thread, step);
      return;
    }
    const { step: taken, next } = this.#nodeAt(step);
    if (taken !== null) this.#tell(thread, taken.op, 'granted', false);
    this.#walk(thread, next);
  }

  /** Tells all that follows, from a step to where the thread stands now. */
  #walk(thread: number, from: number | undefined): void {
    const end = this.#program.stepOf[this.machine.nodeOf(thread)];
    for (let step = from as number; step !== end; step = this.#nodeAt(step).next) {
      const { step: taken } = this.#nodeAt(step);
      // The end of what an `alloc` does inside is not an operation of its own.
      if (taken !== null && !taken.closes) this.#tell(thread, taken.op, 'done', false);
    }
  }

  #tell(thread: number, op: ScenarioOp, outcome: TraceOutcome, isPoint: boolean): void {
    if (outcome === 'done' || outcome === 'granted') this.#held.apply(thread, op);
    const lock = 'lock' in op ? this.#nameOf(op.lock) : null;
    this.#push(thread, op, outcome, lock, isPoint);
  }

  #tellOfLock(thread: number, op: ScenarioOp, outcome: TraceOutcome, lock: number): void {
    if (outcome === 'done') this.#held.take(thread, lock, op);
    if (outcome === 'gives-up') this.#held.giveBack(thread, lock);
    this.#push(thread, op, outcome, this.#nameOf(lock), true);
  }

  #push(
    thread: number,
    { line, text }: ScenarioOp,
    outcome: TraceOutcome,
    lock: string | null,
    isPoint: boolean,
  ): void {
    this.steps.push({ thread, line, text, outcome, lock, choice: this.#choice, isPoint });
  }

  #nameOf(lock: number): string | null {
    return this.#program.scenario.locks[lock]?.name ?? null;
  }

  #places(): number[] {
    return Array.from({ length: this.#program.threads }, (_, thread) =>
      this.machine.nodeOf(thread),
    );
  }

  #nodeAt(step: number): StepNode {
    return this.#program.graph.nodes[step] as StepNode;
  }
}

/** Every operation of a schedule, in the order in which they were executed. */
export function traceOf(program: ModelProgram, choices: readonly number[]): readonly TraceStep[] {
  const trace = new ScheduleTrace(program);
  for (const thread of choices) trace.step(thread);
  return trace.steps;
}
