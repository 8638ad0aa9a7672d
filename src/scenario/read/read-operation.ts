import { nearestName } from '../../base/nearest-name.ts';
import { SCENARIO_LIMITS } from '../limits.ts';
import type { ScenarioKind, ScenarioOp, Verb } from '../scenario.ts';
import { type Argument, VERBS, type VerbShape, usagesOf } from '../verbs.ts';
import type { Entry } from './entry.ts';
import { quoted } from './source-file.ts';
import type { Vocabulary } from './vocabulary.ts';

const SUBCLASS_MAX = 7;
/** Longest list that an error prints. */
const NAMES_TOLD = 20;

/** An operation with its place. Where a refused one goes on is not known before the whole list is. */
export interface PlacedOp {
  readonly op: ScenarioOp;
  readonly entry: Entry;
}

/** What the words of an operation say. */
type Said = Partial<Record<Argument, unknown>>;

/** One operation, checked by itself: verb, number of words, names, kinds. @throws {UsageError} */
export function readOperation(entry: Entry, names: Vocabulary): PlacedOp {
  const text = entry.string('an operation', 'write it like "lock A"').trim();
  const words = text.split(/\s+/);
  const [verb = '', ...rest] = words;
  if (!Object.hasOwn(VERBS, verb)) throw unknownVerb(entry, verb);
  const shape = VERBS[verb as Verb];
  const said: Said = {};
  let next = 0;
  for (const argument of shape.arguments) {
    next += readArgument({ entry, names, shape, verb }, argument, rest.slice(next), said);
  }
  if (next < rest.length) {
    const wrong = `${quoted(text)} has a word too many: ${quoted(rest[next] as string)}`;
    throw entry.fault(wrong, `write ${shape.usage}`);
  }
  const op = { verb, ...said, skipTo: -1, line: entry.line, text: words.join(' ') };
  return { op: op as unknown as ScenarioOp, entry };
}

interface Reading {
  readonly entry: Entry;
  readonly names: Vocabulary;
  readonly shape: VerbShape;
  readonly verb: string;
}

/** Reads one argument off the words; answers how many it took. */
function readArgument(
  reading: Reading,
  argument: Argument,
  words: readonly string[],
  said: Said,
): number {
  const { entry, shape, verb } = reading;
  const [word] = words;
  if (argument === 'subclass') {
    said.subclass = word === undefined ? 0 : readSubclass(entry, shape, words);
    return words.slice(0, 2).length;
  }
  if (word === undefined) {
    throw entry.fault(`"${verb}" lacks ${LACKING[argument]}`, `write ${shape.usage}`);
  }
  if (argument === 'locks') {
    said.locks = words.map((name) => lockNamed(reading, name));
    return words.length;
  }
  if (argument === 'lock') said.lock = lockNamed(reading, word);
  else if (argument === 'thread') said.thread = threadNamed(reading, word);
  else if (argument === 'context') said.context = word;
  else said.timeoutMs = readTimeout(entry, word);
  return 1;
}

const LACKING: Readonly<Record<Exclude<Argument, 'subclass'>, string>> = {
  lock: 'the name of a lock',
  locks: 'the names of the locks',
  context: 'the name of an acquire context',
  thread: 'the name of a thread',
  timeoutMs: 'its time in milliseconds',
};

function unknownVerb(entry: Entry, verb: string) {
  const verbs = Object.keys(VERBS);
  const what = verb === '' ? 'an operation is empty' : `unknown operation ${quoted(verb)}`;
  const nearest = nearestName(verb.slice(0, SCENARIO_LIMITS.name), verbs);
  const meant = verb === '' ? '' : `did you mean "${nearest}"? `;
  return entry.fault(what, `${meant}There are: ${verbs.join(', ')}`);
}

function lockNamed({ entry, names, shape, verb }: Reading, name: string): number {
  const index = names.lockIndex.get(name);
  if (index === undefined) {
    throw entry.fault(`unknown lock ${quoted(name)}`, nameMend(name, names.lockNames, 'locks'));
  }
  const { kind } = names.locks[index] as { kind: ScenarioKind };
  if (kind === shape.kind) return index;
  throw entry.fault(
    `"${verb}" works on a ${shape.kind}, but ${name} is a ${kind}`,
    `of a ${kind} there are: ${usagesOf(kind)}`,
  );
}

function threadNamed({ entry, names }: Reading, name: string): number {
  const index = names.threadIndex.get(name);
  if (index !== undefined) return index;
  throw entry.fault(`unknown thread ${quoted(name)}`, nameMend(name, names.threadNames, 'threads'));
}

function nameMend(name: string, known: readonly string[], where: 'locks' | 'threads'): string {
  const nearest = nearestName(name.slice(0, SCENARIO_LIMITS.name), known);
  if (nearest === null) return `declare it under \`${where}:\``;
  const more = known.length > NAMES_TOLD ? ', ...' : '';
  const told = known.slice(0, NAMES_TOLD).join(', ');
  return `did you mean "${nearest}"? Declared under \`${where}:\` are ${told}${more}`;
}

function readSubclass(entry: Entry, shape: VerbShape, words: readonly string[]): number {
  const [nested, number] = words;
  if (nested !== 'nested') {
    throw entry.fault(`${quoted(nested as string)} is not understood`, `write ${shape.usage}`);
  }
  const subclass = Number(number);
  if (number !== undefined && /^\d+$/.test(number) && subclass >= 1 && subclass <= SUBCLASS_MAX) {
    return subclass;
  }
  throw entry.fault(
    `"nested" is followed by ${number === undefined ? 'nothing' : quoted(number)}`,
    `name a subclass from 1 to ${SUBCLASS_MAX}; without "nested" it is 0`,
  );
}

function readTimeout(entry: Entry, word: string): number {
  const ms = Number(word);
  if (/^\d+$/.test(word) && ms >= 1 && ms <= SCENARIO_LIMITS.timeoutMs) return ms;
  throw entry.fault(
    `the time of "timedlock" is ${quoted(word)}`,
    `give whole milliseconds from 1 to ${SCENARIO_LIMITS.timeoutMs}`,
  );
}
