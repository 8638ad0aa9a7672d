import { isDeepStrictEqual } from 'node:util';
import { readScenarioText } from '../scenario/read/read-scenario.ts';
import type { Scenario, ScenarioOp } from '../scenario/scenario.ts';

/** The program of a scenario, without what its file says besides: all that a replay needs. */
export function bareScenario(scenario: Scenario): Scenario {
  const { name, file, locks, threads, reclaim, primes, expect } = scenario;
  const expected = expect === undefined ? {} : { expect };
  return { name, file, locks, threads, reclaim, primes, ...expected };
}

/** As a scenario file says it, in JSON; the lines are lost. */
export function scenarioDocument({
  name,
  locks,
  threads,
  reclaim,
  primes,
  expect,
}: Scenario): string {
  const fields: [string, string][] = [['scenario', JSON.stringify(name)]];
  if (locks.length > 0) {
    const entries = locks.map(({ name: lock, ...rest }): Field => [lock, JSON.stringify(rest)]);
    fields.push(['locks', mapping(entries)]);
  }
  fields.push(['threads', mapping(threads.map((thread) => [thread.name, textsOf(thread.ops)]))]);
  if (reclaim.length > 0) fields.push(['reclaim', textsOf(reclaim)]);
  if (primes.length > 0) fields.push(['primes', JSON.stringify(primes)]);
  if (expect !== undefined) fields.push(['expect', JSON.stringify({ reachable: expect })]);
  return mapping(fields);
}

/**
 * Whether plain data from outside, of whatever shape, is a checked scenario. Its operations are read anew from their texts,
 * by the rules of scenario files, and must come out the same.
 *
 * @throws {UsageError} that says what is wrong with the scenario
 */
export function isScenario(value: Scenario, file: string): boolean {
  try {
    const read = readScenarioText(scenarioDocument(value), file);
    return isDeepStrictEqual(withoutPlaces(read), withoutPlaces(value)) && hasPlaces(value);
  } catch (error) {
    // It has not even the fields of one.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Name and value, both as they are written. */
type Field = readonly [string, string];

/** An object's own keys would not keep their order: a lock may be called 1. */
function mapping(fields: readonly Field[]): string {
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

function textsOf(ops: readonly ScenarioOp[]): string {
  return JSON.stringify(ops.map(({ text }) => text));
}

function withoutPlaces(scenario: Scenario) {
  const place = (op: ScenarioOp) => ({ ...op, line: 0 });
  return {
    ...bareScenario(scenario),
    file: '',
    threads: scenario.threads.map((thread) => ({ ...thread, ops: thread.ops.map(place) })),
    reclaim: scenario.reclaim.map(place),
  };
}

function hasPlaces({ file, threads, reclaim }: Scenario): boolean {
  const ops = [...threads.flatMap((thread) => thread.ops), ...reclaim];
  return typeof file === 'string' && ops.every(({ line }) => Number.isInteger(line) && line > 0);
}
