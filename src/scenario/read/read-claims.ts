import type { FindingLevel, FindingType } from '../../validate/finding.ts';
import {
  CONTEXT_CLASS,
  RECLAIM_CLASS,
  SIGNALLING_CLASS,
  exitEventOf,
  startEventOf,
} from '../pseudo-classes.ts';
import type {
  ScenarioDetector,
  ScenarioFinds,
  ScenarioLock,
  ScenarioStage,
  ScenarioThread,
} from '../scenario.ts';
import { nearestName } from '../../base/nearest-name.ts';
import type { Entry } from './entry.ts';
import { quoted } from './source-file.ts';

/** A record, so that a new type of finding does not compile without a look at this list. */
const TYPES: Readonly<Record<FindingType, true>> = {
  deadlock: true,
  circular: true,
  recursion: true,
  'bad-unlock': true,
  'held-freed': true,
  'nest-lock': true,
  'not-held': true,
  'order-key': true,
  'held-at-exit': true,
  'ww-api': true,
  promise: true,
  convention: true,
  corruption: true,
  stall: true,
  'lost-wake-up': true,
  livelock: true,
  reclaim: true,
  'out-of-memory': true,
  'thread-crash': true,
};
const LEVELS: readonly FindingLevel[] = ['possible', 'predicted', 'confirmed'];
const DETECTORS: readonly ScenarioDetector[] = ['order', 'wait-for', 'prediction', 'watchdog'];
const FINDS_KEYS = ['type', 'level', 'locks', 'detector', 'class'] as const;

/** @throws {UsageError} */
export function readExpect(entry: Entry): 'deadlock' | 'clean' {
  const example = '{ reachable: deadlock }';
  const reachable = entry.record('`expect:`', ['reachable'], example).get('reachable');
  if (reachable === undefined) throw entry.fault('`expect:` says nothing', `write ${example}`);
  return reachable.oneOf('expectation', ['deadlock', 'clean']);
}

/** `known`: names that its locks may have; null: whatever they are. @throws {UsageError} */
export function readFinds(entry: Entry, known: readonly string[] | null): ScenarioFinds {
  const record = entry.record('`finds:`', FINDS_KEYS, '{ type: circular, level: possible }');
  const type = record.get('type');
  if (type === undefined) throw entry.fault('`finds:` has no type', 'write what is to be found');
  const level = record.get('level')?.oneOf('level', LEVELS);
  const detector = record.get('detector')?.oneOf('detector', DETECTORS);
  const number = record.get('class')?.title('the class', 'write it like D7');
  const locks = record.get('locks')?.items('`locks:` of `finds:`', 'write it like [A, B]') ?? [];
  return {
    type: type.oneOf('type of finding', Object.keys(TYPES) as FindingType[]),
    locks: locks.map((lock) => className(lock, known)),
    ...(level === undefined ? {} : { level }),
    ...(detector === undefined ? {} : { detector }),
    ...(number === undefined ? {} : { class: number }),
  };
}

/** @throws {UsageError} */
export function readPrimes(entry: Entry, known: readonly string[]): string[][] {
  const mend = 'write lists of classes, outermost first, like [[A, B], [B, C]]';
  return entry.items('`primes:`', mend).map((line) => {
    const names = line.items('a line of `primes:`', mend).map((item) => className(item, known));
    if (names.length >= 2 && new Set(names).size === names.length) return names;
    throw line.fault('an order is of two different classes or more', mend);
  });
}

/** @throws {UsageError} */
export function readStage(entry: Entry): ScenarioStage {
  const example = '{ design: merged, workload: mixed }';
  const record = entry.record('`stage:`', ['design', 'workload'], example);
  const [design, workload] = [record.get('design'), record.get('workload')];
  if (design === undefined || workload === undefined) {
    throw entry.fault('`stage:` needs a design and a workload', `write it like ${example}`);
  }
  return { design: design.word('the design'), workload: workload.word('the workload') };
}

/** Every name that a finding of a scenario may name. */
export function findableNames(
  locks: readonly ScenarioLock[],
  threads: readonly ScenarioThread[],
): string[] {
  const events = threads.flatMap(({ name }) => [startEventOf(name), exitEventOf(name)]);
  return [...new Set([...locks.map(({ name }) => name), ...classNames(locks), ...events])];
}

/** Every class whose order can be known beforehand. */
export function classNames(locks: readonly ScenarioLock[]): string[] {
  const own = locks.map((lock) => lock.class);
  return [...new Set([...own, RECLAIM_CLASS, SIGNALLING_CLASS, CONTEXT_CLASS])];
}

function className(entry: Entry, known: readonly string[] | null): string {
  const name = entry.title('a class', 'write its name');
  if (known === null || known.includes(name)) return name;
  throw entry.fault(
    `unknown class or lock ${quoted(name)}`,
    `did you mean "${nearestName(name, known)}"? Declare it under \`locks:\``,
  );
}
