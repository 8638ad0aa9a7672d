import { EVENT, EVENT_SHARED, EVENT_TIMED, EVENT_TRIED } from '../../src/shared/event-trace.ts';
import type { ScriptEvent } from './event-script.ts';
import type { SmallOp, SmallProgram } from './small-program.ts';

interface Hold {
  readonly thread: number;
  readonly shared: boolean;
}

/** A thread's next step; a waiting timed acquisition may also give up. */
export interface Move {
  readonly thread: number;
  readonly givesUp: boolean;
}

const FLAGS: Readonly<Record<string, number>> = { try: EVENT_TRIED, timed: EVENT_TIMED };

/** Of tried and timed acquisitions, by thread and place: whether they were refused. */
export type Refusals = ReadonlyMap<string, boolean>;

/**
 * A small program at work: fair locks with a queue each, as scenarios define them. Every step says
 * what a recorder would have written; the row of an acquire is its place in the program.
 */
export class ProgramMachine {
  readonly #program: SmallProgram;
  /** Next operation of each thread, from 1. */
  readonly at: number[];
  readonly #started: boolean[];
  readonly #begun: boolean[];
  readonly #holds: Hold[][];
  readonly #queue: Hold[][];
  readonly #complete = new Set<number>();
  readonly #record: (event: ScriptEvent) => void;
  readonly #refusals: Refusals;
  hasDiverged = false;

  /** With `refusals`, what was refused in one run is so in all, or the machine has diverged. */
  constructor(
    program: SmallProgram,
    record: (event: ScriptEvent) => void = () => {},
    refusals: Refusals = new Map(),
  ) {
    this.#program = program;
    this.#record = record;
    this.#refusals = refusals;
    const spawned = program.threads.flatMap((ops) =>
      ops.filter(({ verb }) => verb === 'spawn').map(({ object }) => object),
    );
    this.at = [0, ...program.threads.map(() => 0)];
    this.#started = this.at.map((_, thread) => !spawned.includes(thread));
    this.#begun = this.at.map(() => false);
    this.#holds = Array.from({ length: program.locks }, () => []);
    this.#queue = Array.from({ length: program.locks }, () => []);
  }

  copy(): ProgramMachine {
    const copy = new ProgramMachine(this.#program, undefined, this.#refusals);
    copy.at.splice(0, copy.at.length, ...this.at);
    copy.#started.splice(0, copy.at.length, ...this.#started);
    copy.#begun.splice(0, copy.at.length, ...this.#begun);
    for (const [lock, holds] of this.#holds.entries()) copy.#holds[lock] = [...holds];
    for (const [lock, queue] of this.#queue.entries()) copy.#queue[lock] = [...queue];
    for (const object of this.#complete) copy.#complete.add(object);
    return copy;
  }

  /** Thread and next operation. */
  placeOf(thread: number): string {
    return `${thread}:${this.at[thread]}`;
  }

  key(): string {
    return JSON.stringify([
      this.at,
      this.#started,
      this.#holds,
      this.#queue,
      [...this.#complete].sort(),
    ]);
  }

  moves(): Move[] {
    const moves: Move[] = [];
    for (let thread = 1; thread < this.at.length; thread++) {
      const op = this.#next(thread);
      if (op === undefined || !this.#started[thread]) continue;
      const waits = this.waitsFor(thread) >= 0;
      if (waits && op.verb === 'timed') moves.push({ thread, givesUp: true });
      if (!waits && this.#canStep(op)) moves.push({ thread, givesUp: false });
    }
    return moves;
  }

  /** The lock in whose queue the thread stands; -1: none. */
  waitsFor(thread: number): number {
    return this.#queue.findIndex((queue) => queue.some((each) => each.thread === thread));
  }

  /** Whether `other` holds what `thread` waits for, or asked for it before, and excludes it. */
  blocks(other: number, thread: number): boolean {
    const lock = this.waitsFor(thread);
    if (lock < 0) return false;
    const queue = this.#queue[lock] as Hold[];
    const own = queue.findIndex((each) => each.thread === thread);
    const ahead = [...(this.#holds[lock] as Hold[]), ...queue.slice(0, own)];
    return ahead.some((each) => each.thread === other && excludes(each, queue[own] as Hold));
  }

  step({ thread, givesUp }: Move): void {
    const op = this.#next(thread) as SmallOp;
    if (!this.#begun[thread]) this.#tell(thread, EVENT.begin, thread);
    this.#begun[thread] = true;
    if (givesUp) {
      const queue = this.#queue[op.object] as Hold[];
      queue.splice(
        queue.findIndex((each) => each.thread === thread),
        1,
      );
      this.#refused(thread, op, EVENT.gaveUp);
      this.#grant(op.object);
      return;
    }
    if (op.verb === 'acquire' || op.verb === 'try' || op.verb === 'timed') this.#ask(thread, op);
    else if (op.verb === 'release') this.#release(thread, op);
    else if (op.verb === 'downgrade') this.#downgrade(thread, op);
    else this.#signal(thread, op);
  }

  #next(thread: number): SmallOp | undefined {
    return this.#program.threads[thread - 1]?.[this.at[thread] as number];
  }

  #canStep({ verb, object }: SmallOp): boolean {
    if (verb === 'wait') return this.#complete.has(object);
    if (verb === 'join') return this.#started[object] === true && this.#next(object) === undefined;
    return true;
  }

  #ask(thread: number, op: SmallOp): void {
    const asks = { thread, shared: op.shared };
    const ahead = [...(this.#holds[op.object] as Hold[]), ...(this.#queue[op.object] as Hold[])];
    const waits = ahead.some((each) => excludes(each, asks));
    if (!waits) this.#got(asks, op);
    else if (op.verb === 'try') this.#refused(thread, op, EVENT.tryFailed);
    else (this.#queue[op.object] as Hold[]).push(asks);
  }

  #got(hold: Hold, op: SmallOp): void {
    const { thread, shared } = hold;
    if (this.#refusals.get(this.placeOf(thread)) === true) this.hasDiverged = true;
    (this.#holds[op.object] as Hold[]).push(hold);
    const kind = EVENT.acquire | (shared ? EVENT_SHARED : 0) | (FLAGS[op.verb] ?? 0);
    this.#tell(thread, kind, op.object, 100 * thread + (this.at[thread] as number));
    this.#proceed(thread);
  }

  #refused(thread: number, op: SmallOp, kind: number): void {
    if (this.#refusals.get(this.placeOf(thread)) === false) this.hasDiverged = true;
    this.#tell(thread, kind | (op.shared ? EVENT_SHARED : 0), op.object);
    this.at[thread] = op.skipTo;
    this.#endIfOver(thread);
  }

  #release(thread: number, { object }: SmallOp): void {
    this.#tell(thread, EVENT.release, object);
    const holds = this.#holds[object] as Hold[];
    holds.splice(
      holds.findLastIndex((each) => each.thread === thread),
      1,
    );
    this.#proceed(thread);
    this.#grant(object);
  }

  #downgrade(thread: number, { object }: SmallOp): void {
    this.#tell(thread, EVENT.release, object);
    const row = 100 * thread + (this.at[thread] as number);
    this.#tell(thread, EVENT.acquire | EVENT_SHARED | EVENT_TRIED, object, row);
    this.#holds[object] = [{ thread, shared: true }];
    this.#proceed(thread);
    this.#grant(object);
  }

  #signal(thread: number, { verb, object }: SmallOp): void {
    const kinds = {
      complete: EVENT.complete,
      wait: EVENT.waited,
      spawn: EVENT.spawn,
      join: EVENT.join,
    };
    this.#tell(thread, kinds[verb as keyof typeof kinds], object);
    if (verb === 'complete') this.#complete.add(object);
    if (verb === 'spawn') this.#started[object] = true;
    this.#proceed(thread);
  }

  /** Hands the lock to as many from the head of the queue as may hold it. */
  #grant(lock: number): void {
    const queue = this.#queue[lock] as Hold[];
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const asks = head;
      if ((this.#holds[lock] as Hold[]).some((each) => excludes(each, asks))) return;
      queue.shift();
      this.#got(asks, this.#next(asks.thread) as SmallOp);
    }
  }

  #proceed(thread: number): void {
    this.at[thread] = (this.at[thread] as number) + 1;
    this.#endIfOver(thread);
  }

  #endIfOver(thread: number): void {
    if (this.#next(thread) === undefined) this.#tell(thread, EVENT.end, thread);
  }

  #tell(thread: number, kind: number, object: number, row = 0): void {
    this.#record({ thread, kind, object, row });
  }
}

/** A reader in the queue is let in beside readers, and so are those behind it. */
function excludes(a: Hold, b: Hold): boolean {
  return !(a.shared && b.shared);
}
