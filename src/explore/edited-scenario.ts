import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../base/errors.ts';
import { readScenarioText } from '../scenario/read/read-scenario.ts';
import type { Scenario, ScenarioOp } from '../scenario/scenario.ts';
import { bareScenario, scenarioDocument } from './scenario-document.ts';

/** Of the table that two lists of operations are compared in. */
const CELLS_MAX = 4_000_000;

/** What became of a recorded scenario whose file has been edited since. */
export type Edit =
  /** The program is the same: names of locks, threads and operations. */
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly scenario: Scenario }
  /** What was dropped to make the recording small cannot be dropped from the file as it is now. */
  | { readonly kind: 'unfit' };

/**
 * The scenario to replay a recording on after an edit: the file as it is now, without what had been
 * dropped from it to make the recording small.
 */
export function editedScenario(original: Scenario, recorded: Scenario, now: Scenario): Edit {
  const edited = bareScenario(now);
  if (isDeepStrictEqual(told(original), told(edited))) return { kind: 'same' };
  if (isDeepStrictEqual(told(original), told(recorded)))
    return { kind: 'changed', scenario: edited };
  try {
    return { kind: 'changed', scenario: withoutDropped(original, recorded, edited) };
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'unfit' };
    throw error;
  }
}

/** What makes a program what it is; where it stands in a file does not. */
function told({ locks, threads, reclaim, primes }: Scenario) {
  const texts = (ops: readonly ScenarioOp[]) => ops.map(({ text }) => text);
  const programs = threads.map(({ name, ops }) => ({ name, ops: texts(ops) }));
  return { locks, programs, reclaim: texts(reclaim), primes };
}

/** @throws {UsageError} where what is left is no scenario */
function withoutDropped(original: Scenario, recorded: Scenario, edited: Scenario): Scenario {
  const threads = edited.threads.flatMap((thread) => {
    const before = original.threads.find(({ name }) => name === thread.name);
    const kept = recorded.threads.find(({ name }) => name === thread.name);
    if (before === undefined) return [thread];
    return kept === undefined ? [] : [{ ...thread, ops: rest(before.ops, kept.ops, thread.ops) }];
  });
  const reclaim = rest(original.reclaim, recorded.reclaim, edited.reclaim);
  const projected = { ...edited, threads, reclaim };
  const read = bareScenario(readScenarioText(scenarioDocument(projected), edited.file));
  return {
    ...read,
    threads: read.threads.map((thread, n) => ({
      ...thread,
      ops: placed(thread.ops, threads[n]?.ops ?? []),
    })),
    reclaim: placed(read.reclaim, reclaim),
  };
}

/** The operations as they are now, but for those that had been dropped. */
function rest(
  original: readonly ScenarioOp[],
  kept: readonly ScenarioOp[],
  edited: readonly ScenarioOp[],
): readonly ScenarioOp[] {
  const dropped = new Set<number>();
  let next = 0;
  original.forEach(({ text, line }, index) => {
    if (kept[next]?.text === text && kept[next]?.line === line) next++;
    else dropped.add(index);
  });
  const partners = alignment(original, edited);
  return edited.filter((_, index) => !dropped.has(partners.get(index) ?? -1));
}

/** Of operations of the second list their like in the first: a longest common subsequence. */
function alignment(
  first: readonly ScenarioOp[],
  second: readonly ScenarioOp[],
): ReadonlyMap<number, number> {
  const width = second.length + 1;
  if ((first.length + 1) * width > CELLS_MAX) {
    throw new UsageError('the programs are too long to be compared', 'record it anew');
  }
  const lengths = new Int32Array((first.length + 1) * width);
  for (let i = first.length - 1; i >= 0; i--) {
    for (let j = second.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] as number;
      const behind = lengths[i * width + j + 1] as number;
      const both = 1 + (lengths[(i + 1) * width + j + 1] as number);
      lengths[i * width + j] = first[i]?.text === second[j]?.text ? both : Math.max(below, behind);
    }
  }
  const partners = new Map<number, number>();
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    const below = lengths[(i + 1) * width + j] as number;
    const behind = lengths[i * width + j + 1] as number;
    if (first[i]?.text === second[j]?.text) partners.set(j++, i++);
    else if (below >= behind) i++;
    else j++;
  }
  return partners;
}

function placed(
  ops: readonly ScenarioOp[],
  places: readonly Pick<ScenarioOp, 'line'>[],
): readonly ScenarioOp[] {
  return ops.map((op, index) => ({ ...op, line: places[index]?.line ?? op.line }));
}
