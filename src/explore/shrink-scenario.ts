import type { Scenario, ScenarioLock, ScenarioOp, ScenarioThread } from '../scenario/scenario.ts';
import { type Place, numberOfStep, stepName } from './shrink-lead.ts';
import { isSound, piecesOf } from './shrink-pieces.ts';

/** What is left of a scenario: names of threads, and operations by their numbers. */
export interface ScenarioRest {
  readonly threads: ReadonlySet<string>;
  readonly ops: ReadonlySet<number>;
}

/** An operation at its place in the file. */
export interface ToldStep {
  readonly thread: string;
  readonly line: number;
  readonly text: string;
}

/**
 * A scenario of which parts are left out. Each operation has a number, which stands in the place of its
 * line, so that a step of a smaller scenario is known as a step of the whole one, whatever the file
 * looks like.
 */
export class ScenarioParts {
  readonly whole: ScenarioRest;
  readonly #numbered: Scenario;
  /** Of each number the line in the file. */
  readonly #lines: readonly number[];
  readonly #pieces: readonly (readonly number[])[];

  constructor(scenario: Scenario) {
    const lines: number[] = [];
    const number = (op: ScenarioOp): ScenarioOp => ({ ...op, line: lines.push(op.line) - 1 });
    const { name, file, locks, primes, expect } = scenario;
    this.#numbered = {
      ...{ name, file, locks, primes },
      ...(expect === undefined ? {} : { expect }),
      threads: scenario.threads.map((thread) => ({ ...thread, ops: thread.ops.map(number) })),
      reclaim: scenario.reclaim.map(number),
    };
    this.#lines = lines;
    const names = locks.map((lock) => lock.name);
    const lists = [...this.#numbered.threads.map(({ ops }) => ops), this.#numbered.reclaim];
    this.#pieces = lists.flatMap((ops) =>
      piecesOf(ops, names).map((piece) => piece.map((index) => (ops[index] as ScenarioOp).line)),
    );
    this.whole = {
      threads: new Set(scenario.threads.map((thread) => thread.name)),
      ops: new Set(lines.keys()),
    };
  }

  /** Operations that go together, of those that are left: either all of them can be left out, or none. */
  piecesOf({ ops }: ScenarioRest): readonly (readonly number[])[] {
    return this.#pieces.filter((piece) => piece.every((op) => ops.has(op)));
  }

  /**
   * Steps that a schedule of the scenario took, as somebody tells them who knows the lines of the file:
   * each is the next one of its thread that stands there. What stands nowhere is passed over.
   */
  numbered(told: readonly ToldStep[]): Place[] {
    const ahead = new Map(this.#numbered.threads.map((thread) => [thread.name, [...thread.ops]]));
    return told.flatMap(({ thread, line, text }) => {
      const isTold = (op: ScenarioOp) => op.text === text && this.#lines[op.line] === line;
      const own = ahead.get(thread) ?? [];
      const at = own.findIndex(isTold);
      const op = own.splice(0, at + 1).at(-1) ?? this.#numbered.reclaim.find(isTold);
      return op === undefined ? [] : [{ thread, step: stepName(op.line, 0) }];
    });
  }

  /** The other way round. */
  told(places: readonly Place[]): ToldStep[] {
    const ops = [
      ...this.#numbered.threads.flatMap((thread) => thread.ops),
      ...this.#numbered.reclaim,
    ];
    return places.flatMap(({ thread, step }) => {
      const op = ops[numberOfStep(step)];
      const line = this.#lines[numberOfStep(step)];
      return op === undefined || line === undefined ? [] : [{ thread, line, text: op.text }];
    });
  }

  withoutThreads(rest: ScenarioRest, kept: ReadonlySet<string>): ScenarioRest {
    const threads = this.#numbered.threads.filter(({ name }) => kept.has(name));
    const ops = [...threads.flatMap((thread) => thread.ops), ...this.#numbered.reclaim];
    return { threads: kept, ops: new Set(ops.map(numberOf).filter((op) => rest.ops.has(op))) };
  }

  /** The scenario of what is left, each operation with its number for a line; null: it is none. */
  build({ threads, ops }: ScenarioRest): Scenario | null {
    const whole = this.#numbered;
    const acting = whole.threads.filter(({ name, ops: all }) => {
      return threads.has(name) && all.some(({ line }) => ops.has(line));
    });
    if (acting.length === 0) return null;
    const threadAt = indices(whole.threads, acting);
    const lists = acting.map((thread) => keptOps(thread.ops, ops, threadAt));
    const allocates = lists.some((list) => list.some(({ verb }) => verb === 'alloc'));
    const reclaim = allocates ? keptOps(whole.reclaim, ops, threadAt) : [];
    const used = new Set([...lists.flat(), ...reclaim].flatMap(locksOf));
    const locks = whole.locks.filter((_, index) => used.has(index));
    const names = whole.locks.map(({ name }) => name);
    if (![...lists, reclaim].every((list) => isSound(list, names, reclaim))) return null;
    const lockAt = indices(whole.locks, locks);
    const renumber = (op: ScenarioOp) => withLocks(op, lockAt);
    const spawned = new Set(lists.flat().flatMap((op) => (op.verb === 'spawn' ? [op.thread] : [])));
    return {
      ...whole,
      locks,
      threads: acting.map(({ name }, index): ScenarioThread => {
        const list = lists[index] as readonly ScenarioOp[];
        return { name, ops: list.map(renumber), spawned: spawned.has(index) };
      }),
      reclaim: reclaim.map(renumber),
      primes: primesOf(whole.primes, locks),
    };
  }

  /** As `build`, each operation with the line that it has in the file. */
  inFile(rest: ScenarioRest): Scenario | null {
    const built = this.build(rest);
    if (built === null) return null;
    const inFile = (op: ScenarioOp): ScenarioOp => ({ ...op, line: this.#lines[op.line] ?? 1 });
    return {
      ...built,
      threads: built.threads.map((thread) => ({ ...thread, ops: thread.ops.map(inFile) })),
      reclaim: built.reclaim.map(inFile),
    };
  }
}

function numberOf({ line }: ScenarioOp): number {
  return line;
}

/** Of each entry of the whole its index among those that are left; -1: it is not. */
function indices<T>(whole: readonly T[], left: readonly T[]): number[] {
  return whole.map((entry) => left.indexOf(entry));
}

function keptOps(
  list: readonly ScenarioOp[],
  ops: ReadonlySet<number>,
  threadAt: readonly number[],
): ScenarioOp[] {
  // Of each operation how many before it are left.
  const places: number[] = [];
  const kept: ScenarioOp[] = [];
  for (const op of list) {
    places.push(kept.length);
    const gone = 'thread' in op && threadAt[op.thread] === -1;
    if (ops.has(op.line) && !gone) kept.push(op);
  }
  places.push(kept.length);
  return kept.map((op) => {
    if ('skipTo' in op) return { ...op, skipTo: places[op.skipTo] as number };
    return 'thread' in op ? { ...op, thread: threadAt[op.thread] as number } : op;
  });
}

function locksOf(op: ScenarioOp): readonly number[] {
  if ('locks' in op) return op.locks;
  return 'lock' in op ? [op.lock] : [];
}

function withLocks(op: ScenarioOp, lockAt: readonly number[]): ScenarioOp {
  if ('locks' in op) return { ...op, locks: op.locks.map((lock) => lockAt[lock] as number) };
  return 'lock' in op ? { ...op, lock: lockAt[op.lock] as number } : op;
}

/** An order needs two classes, and both to be there. */
function primesOf(
  primes: readonly (readonly string[])[],
  locks: readonly ScenarioLock[],
): readonly (readonly string[])[] {
  const classes = new Set(locks.map((lock) => lock.class));
  const left = primes.map((line) => line.filter((name) => classes.has(name)));
  return left.filter((line) => line.length > 1);
}
