import { type JsonObject, isObject, nearestTo, sortOf } from './json-value.ts';
import { type NameFault, Roster, longName } from './roster.ts';
import { type OpLines, TracePlace } from './trace-place.ts';
import { CONTEXT_KINDS, LOCK_KINDS } from './vocabulary.ts';

export type Expectation = 'report' | 'clean';

/** All of a case but its ops. */
export interface TraceHeader {
  readonly name: string;
  readonly expect: Expectation | null;
  readonly roster: Roster;
  readonly place: TracePlace;
}

/** Where a header stands, before its name is known. */
export interface HeaderPlace {
  readonly file: string;
  /** `case 3`: which one of the file, told until it has a name. */
  readonly ordinal: string;
  readonly lines: OpLines;
  /** Its own line, where lines are known. */
  readonly line: number;
}

const HEADER_KEYS = ['name', 'locks', 'contexts', 'expect', 'note'] as const;
const MEMBER_KEYS = ['id', 'kind', 'class'] as const;
const EXPECTATIONS: readonly Expectation[] = ['report', 'clean'];
const EXAMPLE = '{"name": "ABBA", "locks": [{"id": "A", "kind": "mutex", "class": "A"}], ...}';

/** @throws {UsageError} that names the place and the mend */
export function readHeader(value: unknown, where: HeaderPlace): TraceHeader {
  return new HeaderReader(where).read(value);
}

class HeaderReader {
  readonly #where: HeaderPlace;
  #place: TracePlace;

  constructor(where: HeaderPlace) {
    this.#where = where;
    this.#place = new TracePlace(where.file, where.ordinal, where.lines);
  }

  read(value: unknown): TraceHeader {
    if (!isObject(value)) {
      throw this.#fault(`a case is ${sortOf(value)}, not an object`, `write it like ${EXAMPLE}`);
    }
    if ('op' in value) {
      throw this.#fault('an op stands where a case should begin', `begin it like ${EXAMPLE}`);
    }
    const name = this.#name(value);
    const { file, lines } = this.#where;
    this.#place = new TracePlace(file, `case ${JSON.stringify(name)}`, lines);
    const more = lines === 'own' ? [] : ['ops'];
    this.#checkKeys(value, [...HEADER_KEYS, ...more], 'a case');
    const contexts = this.#members(value, 'contexts', CONTEXT_KINDS);
    const tasks = contexts.filter(({ kind }) => kind === 'task').map(({ id }) => id);
    if (new Set(tasks).size < tasks.length) {
      throw this.#fault('two tasks have the same id', 'give each task an id of its own');
    }
    const roster = new Roster(tasks);
    for (const { id, kind, className } of this.#members(value, 'locks', LOCK_KINDS)) {
      this.#declared(roster.declareLock(id, kind, className ?? id));
    }
    for (const { id, kind, className } of contexts) {
      if (kind === 'task') continue;
      this.#declared(roster.declareContext(id, className ?? this.#onlyWwClass(roster, id)));
    }
    return { name, expect: this.#expectation(value['expect']), roster, place: this.#place };
  }

  #name({ name }: JsonObject): string {
    if (name === undefined) return this.#where.ordinal;
    if (typeof name === 'string' && name !== '') {
      this.#declared(longName(name));
      return name;
    }
    throw this.#fault(`the name is ${sortOf(name)}, not a text`, `write it like ${EXAMPLE}`);
  }

  #expectation(expect: unknown): Expectation | null {
    if (expect === undefined || expect === null) return null;
    const known = EXPECTATIONS.find((word) => word === expect);
    if (known !== undefined) return known;
    throw this.#fault(`"expect" is ${sortOf(expect)}`, 'expect "report" or "clean"');
  }

  #members<K extends string>(header: JsonObject, key: string, kinds: readonly K[]) {
    const members = header[key] ?? [];
    if (!Array.isArray(members)) {
      const mend = `write it like "${key}": [{"id": "A", "kind": "${kinds[0]}"}]`;
      throw this.#fault(`"${key}" is ${sortOf(members)}, not a list`, mend);
    }
    return members.map((member: unknown, index) => this.#member(member, `${key}[${index}]`, kinds));
  }

  #member<K extends string>(member: unknown, what: string, kinds: readonly K[]) {
    const mend = `write it like {"id": "A", "kind": "${kinds[0]}", "class": "A"}`;
    if (!isObject(member)) throw this.#fault(`${what} is ${sortOf(member)}, not an object`, mend);
    this.#checkKeys(member, MEMBER_KEYS, what);
    const { id, class: className } = member;
    if (typeof id !== 'string' || id === '') {
      throw this.#fault(`the id of ${what} is ${sortOf(id)}, not a text`, mend);
    }
    this.#declared(longName(id));
    const known = kinds.find((candidate) => candidate === member['kind']);
    if (known === undefined) {
      const nearest = nearestTo(String(member['kind']), kinds);
      throw this.#fault(
        `${what} ("${id}") has the unknown kind ${sortOf(member['kind'])}`,
        `did you mean "${nearest}"? There are: ${kinds.join(', ')}`,
      );
    }
    if (className !== undefined && className !== null && typeof className !== 'string') {
      throw this.#fault(`the class of ${what} ("${id}") is ${sortOf(className)}, not a text`, mend);
    }
    return { id, kind: known, className };
  }

  /** A context may leave its class out where there is only one that it can mean. */
  #onlyWwClass({ classes }: Roster, context: string): string {
    const ww = classes.filter(({ family }) => family === 'ww');
    const [only] = ww;
    if (ww.length === 1 && only !== undefined) return only.name;
    throw this.#fault(`the context "${context}" has no class`, 'name the ww class of its locks');
  }

  #checkKeys(value: JsonObject, known: readonly string[], what: string): void {
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      throw this.#fault(
        `${what} has no key ${sortOf(key)}`,
        `did you mean "${nearestTo(key, known)}"? There are: ${known.join(', ')}`,
      );
    }
  }

  #declared(fault: NameFault | null): void {
    if (fault !== null) throw this.#fault(fault.message, fault.mend);
  }

  #fault(message: string, mend: string) {
    return this.#place.headerFault(this.#where.line, message, mend);
  }
}
