import type { Scenario } from '../scenario.ts';
import { openDocument } from './document.ts';
import type { Entry } from './entry.ts';
import { readFileText } from './file-text.ts';
import {
  classNames,
  findableNames,
  readExpect,
  readFinds,
  readPrimes,
  readStage,
} from './read-claims.ts';
import { readLocks } from './read-locks.ts';
import { readProgram } from './read-threads.ts';
import { mendedTrace, readTrace } from './read-trace.ts';

const KEYS = [
  'scenario',
  'summary',
  'source',
  'locks',
  'threads',
  'reclaim',
  'primes',
  'stage',
  'trace',
  'expect',
  'finds',
  'fixed',
] as const;
const FIXED_KEYS = ['summary', 'locks', 'threads', 'reclaim', 'stage', 'trace'] as const;
const EXAMPLE = '{ scenario: name, locks: { A: mutex }, threads: { T1: [lock A, unlock A] } }';
/** Where a story may play, if not in a program over locks. */
const ELSEWHERE = ['stage', 'trace'] as const;
const PROGRAM_KEYS = ['locks', 'threads', 'reclaim', 'primes'] as const;

type Key = (typeof KEYS)[number];
type FixedKey = (typeof FIXED_KEYS)[number];
type Fields = ReadonlyMap<Key, Entry>;

/**
 * A scenario file, read and checked.
 *
 * @throws {UsageError} that names file, line and thread, says what is wrong and how to mend it
 */
export function readScenarioFile(path: string): Scenario {
  return readScenarioText(readFileText(path), path);
}

/** As `readScenarioFile`, for a text that is at hand. `file`: what its errors call it. */
export function readScenarioText(text: string, file: string): Scenario {
  const root = openDocument(text, file);
  const record = root.record('a scenario file', KEYS, EXAMPLE);
  const name = record.get('scenario');
  if (name === undefined) {
    throw root.fault('the scenario has no name', 'begin with a line `scenario: name`');
  }
  const scenario = readStory(root, record, {
    name: name.title('the name of the scenario', 'write `scenario: name`'),
    file,
  });
  const fixed = record.get('fixed');
  return fixed === undefined
    ? scenario
    : { ...scenario, fixed: readFixed(scenario, record, fixed) };
}

type Title = Pick<Scenario, 'name' | 'file'>;

function readStory(root: Entry, record: Fields, title: Title): Scenario {
  const expect = record.get('expect');
  const played = { ...title, ...texts(record), ...readPlay(root, record) };
  const isProgram = placeOf(record) === 'program';
  const known = isProgram ? findableNames(played.locks, played.threads) : null;
  const finds = record.get('finds');
  return {
    ...played,
    ...(expect === undefined ? {} : { expect: readExpect(expect) }),
    ...(finds === undefined ? {} : { finds: readFinds(finds, known) }),
  };
}

/** One line is enough to say what a scenario is about, but nobody has to keep to it. */
function texts(record: Fields): Pick<Scenario, 'summary' | 'source'> {
  const summary = record.get('summary')?.text('the summary', 'write a sentence').trim();
  const source = record.get('source')?.text('the source', 'write where it comes from').trim();
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(source === undefined ? {} : { source }),
  };
}

type Play = Pick<Scenario, 'locks' | 'threads' | 'reclaim' | 'primes' | 'stage' | 'trace'>;

/** Who does what: in a program over locks, in the emulated stack, or in a trace. */
function readPlay(root: Entry, record: Fields): Play {
  const place = placeOf(record);
  if (place !== 'program') {
    checkAlone(record, place);
    const entry = record.get(place) as Entry;
    const nothing = { locks: [], threads: [], reclaim: [], primes: [] };
    return place === 'stage'
      ? { ...nothing, stage: readStage(entry) }
      : { ...nothing, trace: readTrace(entry) };
  }
  const threads = record.get('threads');
  if (threads === undefined) {
    throw root.fault('there are no threads', 'add `threads: { T1: [lock A, unlock A] }`');
  }
  const locks = readLocks(record.get('locks'));
  const primes = record.get('primes');
  return {
    locks,
    ...readProgram(threads, record.get('reclaim'), locks),
    primes: primes === undefined ? [] : readPrimes(primes, classNames(locks)),
  };
}

function placeOf(record: ReadonlyMap<string, Entry>): (typeof ELSEWHERE)[number] | 'program' {
  return ELSEWHERE.find((key) => record.has(key)) ?? 'program';
}

function checkAlone(record: Fields, place: (typeof ELSEWHERE)[number]): void {
  for (const key of [...PROGRAM_KEYS, ...ELSEWHERE]) {
    const entry = record.get(key);
    if (entry === undefined || key === place) continue;
    throw entry.fault(`\`${key}:\` beside \`${place}:\``, 'a story plays in one place: drop one');
  }
}

/** The mended variant: what it gives replaces the same key of the file, all else stays. */
function readFixed(scenario: Scenario, record: Fields, fixed: Entry): Scenario {
  const example = '{ summary: what was changed, threads: { T1: [lock A, unlock A] } }';
  const given = fixed.record('`fixed:`', FIXED_KEYS, example);
  const replaced = [...given].filter(([key]) => key !== 'summary');
  if (replaced.length === 0) throw fixed.fault('`fixed:` changes nothing', `write ${example}`);
  const place = placeOf(record);
  const wrong = replaced.find(
    ([key]) => (ELSEWHERE.find((name) => name === key) ?? 'program') !== place,
  );
  if (wrong !== undefined) {
    const [key, entry] = wrong;
    throw entry.fault(
      `\`${key}:\` in the mended variant of a story that plays elsewhere`,
      'both variants play in the same place: use the keys that the file itself has',
    );
  }
  const parts = new Map<Key, Entry>();
  for (const key of [...FIXED_KEYS, 'primes'] as const) {
    const own = given.get(key as FixedKey);
    const entry = own ?? record.get(key);
    if (entry !== undefined) parts.set(key, entry.inside('fixed'));
  }
  const { finds: _, expect: __, ...mended } = readStory(fixed, parts, scenario);
  const { trace: base } = scenario;
  const { trace } = mended;
  const same = base === undefined || trace === undefined;
  return { ...mended, ...(same ? {} : { trace: mendedTrace(base, trace) }), expect: 'clean' };
}
