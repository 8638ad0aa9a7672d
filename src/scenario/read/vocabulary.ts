import type { ScenarioLock } from '../scenario.ts';

/** The names that the operations of a file may use. */
export interface Vocabulary {
  readonly locks: readonly ScenarioLock[];
  readonly lockNames: readonly string[];
  readonly lockIndex: ReadonlyMap<string, number>;
  readonly threadNames: readonly string[];
  readonly threadIndex: ReadonlyMap<string, number>;
}

export function vocabularyOf(
  locks: readonly ScenarioLock[],
  threadNames: readonly string[],
): Vocabulary {
  const lockNames = locks.map(({ name }) => name);
  return {
    locks,
    lockNames,
    lockIndex: indexOf(lockNames),
    threadNames,
    threadIndex: indexOf(threadNames),
  };
}

function indexOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
