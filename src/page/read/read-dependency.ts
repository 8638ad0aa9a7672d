import { UsageError } from '../../base/errors.ts';
import type { HoldMode, OrderDependency } from '../../run/order-dependencies.ts';
import type { JsonReader } from './json-reader.ts';

const HOLDS: readonly HoldMode[] = ['write', 'read'];
const ACQUIRED: readonly OrderDependency['acquired'][] = [...HOLDS, 'recursive-read'];
const PROMISES: readonly NonNullable<OrderDependency['promise']>[] = ['kept', 'broken'];

/** An edge of a run's lock order, as `stress --json` writes it. */
export function readDependency(edge: JsonReader): OrderDependency {
  const promise = edge.optional('promise');
  return {
    from: edge.get('from').text(),
    to: edge.get('to').text(),
    held: edge
      .get('held')
      .list()
      .map((mode) => wordOf(mode, HOLDS)),
    acquired: wordOf(edge.get('acquired'), ACQUIRED),
    heldByTry: edge.get('heldByTry').boolean(),
    nestedUnder: edge.textOr('nestedUnder', null),
    promise: promise === null ? null : wordOf(promise, PROMISES),
    primed: edge.get('primed').boolean(),
    closesCycle: edge.get('closesCycle').boolean(),
    thread: edge.get('thread').text(),
    operation: edge.get('operation').text(),
    site: edge.textOr('site', null),
    heldSite: edge.textOr('heldSite', null),
  };
}

function wordOf<T extends string>(cell: JsonReader, words: readonly T[]): T {
  const text = cell.text();
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new UsageError(`${cell.place}: "${text}" is unknown here`, `it is ${words.join(' or ')}`);
}
