import { SCENARIO_LIMITS } from '../limits.ts';
import type { ScenarioLock, ScenarioOp, ScenarioThread, Verb } from '../scenario.ts';
import { type ReclaimDemand, checkList } from './check-list.ts';
import { checkSpawns } from './check-spawns.ts';
import type { Entry } from './entry.ts';
import { type PlacedOp, readOperation } from './read-operation.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** A thread as it is read: what it does, each operation with its place. */
export interface PlacedThread {
  readonly name: string;
  readonly key: Entry;
  readonly placed: readonly PlacedOp[];
}

export interface Program {
  readonly threads: readonly ScenarioThread[];
  readonly reclaim: readonly ScenarioOp[];
}

const NO_RECLAIM: ReclaimDemand = { depth: 0, beginsContext: false };
const LIST_MEND = 'write a list of operations, for example [lock A, work, unlock A]';
/** These belong to a thread, not to what runs inside of many. */
const NOT_IN_RECLAIM: readonly Verb[] = ['alloc', 'spawn', 'join', 'exit'];

/** The threads of a file and what `alloc` runs inside of them. @throws {UsageError} */
export function readProgram(
  threads: Entry,
  reclaim: Entry | undefined,
  locks: readonly ScenarioLock[],
): Program {
  const fields = threads.fields('`threads:`', 'write it like { T1: [lock A, unlock A] }');
  const { threads: most } = SCENARIO_LIMITS;
  if (fields.length === 0) throw threads.fault('there are no threads', 'add one with its list');
  if (fields.length > most) {
    const mend = `at most ${most} can take part in a scenario`;
    throw threads.fault(`there are ${fields.length} threads`, mend);
  }
  const names = vocabularyOf(
    locks,
    fields.map(({ key }) => key.word('the thread')),
  );
  const inReclaim = reclaim === undefined ? [] : readReclaim(reclaim, names);
  const checkedReclaim = checkList(inReclaim, names.lockNames, NO_RECLAIM);
  const budget = new Budget(inReclaim.length);
  const placed = fields.map(({ name, key, value }): PlacedThread => {
    const entry = value.inside(`thread ${name}`);
    return { name, key, placed: readList(entry, 'its list', names, budget) };
  });
  const beginsContext = inReclaim.some(({ op }) => op.verb === 'ww_begin');
  const demand = { depth: checkedReclaim.depth, beginsContext };
  const lists = placed.map((thread) => checkList(thread.placed, names.lockNames, demand).ops);
  const spawned = checkSpawns(placed);
  return {
    threads: placed.map(({ name }, index) => ({
      name,
      ops: lists[index] as readonly ScenarioOp[],
      spawned: spawned.has(index),
    })),
    reclaim: checkedReclaim.ops,
  };
}

function readReclaim(entry: Entry, names: Vocabulary): PlacedOp[] {
  const placed = readList(entry.inside('reclaim'), 'the list', names, new Budget(0));
  for (const { op, entry: at } of placed) {
    if (!NOT_IN_RECLAIM.includes(op.verb)) continue;
    const mend = 'take it out of the reclaim list: each `alloc` of a thread runs all of it';
    throw at.fault(`"${op.verb}" inside reclaim`, mend);
  }
  return placed;
}

function readList(entry: Entry, what: string, names: Vocabulary, budget: Budget): PlacedOp[] {
  const items = entry.items(what, LIST_MEND);
  budget.spend(items.length, entry);
  return items.map((item) => {
    const placed = readOperation(item, names);
    if (placed.op.verb === 'alloc') budget.spendReclaim(item);
    return placed;
  });
}

/** Counts the operations of a file against its limit. */
class Budget {
  readonly #reclaimLength: number;
  #spent = 0;

  constructor(reclaimLength: number) {
    this.#reclaimLength = reclaimLength;
  }

  spend(operations: number, entry: Entry): void {
    this.#spent += operations;
    const most = SCENARIO_LIMITS.operations;
    if (this.#spent <= most) return;
    throw entry.fault(
      `there are ${this.#spent} operations or more, with the reclaim list for each alloc`,
      `a scenario has at most ${most} in all: shorten the lists`,
    );
  }

  spendReclaim(entry: Entry): void {
    this.spend(this.#reclaimLength, entry);
  }
}
