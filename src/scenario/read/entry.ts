import { type Alias, type Document, type Node, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { UsageError } from '../../base/errors.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { SCENARIO_LIMITS } from '../limits.ts';
import { type SourceFile, quoted } from './source-file.ts';

/** What every entry of one document shares. */
export interface EntryDocument {
  readonly source: SourceFile;
  readonly whole: Document;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

export interface Field {
  readonly name: string;
  readonly key: Entry;
  readonly value: Entry;
}

/** An operation is words apart by spaces; a colon in a name is mostly a key without its space. */
const WORD = /^[^\s:"'\p{C}]+$/u;

/**
 * A value of the file that knows its place, and hands out its parts checked: what is not as asked for
 * is a `UsageError` that names file, line and column.
 */
export class Entry {
  readonly #document: EntryDocument;
  readonly #node: Node | null;
  readonly #offset: number;
  /** The part of the file, e.g. `fixed, thread T1`; empty for the file itself. */
  readonly within: string;

  constructor(document: EntryDocument, node: Node | null, offset: number, within: string) {
    const target = isAlias(node) ? document.targets.get(node) : node;
    this.#document = document;
    this.#node = target ?? null;
    this.#offset = node?.range?.[0] ?? offset;
    this.within = within;
    if (target === undefined) {
      const name = isAlias(node) ? node.source : '';
      throw this.fault(`the alias *${name} stands for nothing`, `write &${name} before its value`);
    }
  }

  /** From 1; of the value itself, where an alias stands for it. */
  get line(): number {
    return this.#document.source.lineOf(this.#node?.range?.[0] ?? this.#offset);
  }

  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  get isMapping(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  /** The same place as a part of its own. */
  inside(within: string): Entry {
    const whole = this.within === '' ? within : `${this.within}, ${within}`;
    return new Entry(this.#document, this.#node, this.#offset, whole);
  }

  fault(message: string, mend: string): UsageError {
    return this.#document.source.fault(this.#offset, this.within, message, mend);
  }

  /** The fields of a mapping, in the order of the file, each name once. */
  fields(what: string, mend: string): Field[] {
    if (!isMap(this.#node)) throw this.fault(`${what} is ${this.#sort()}, not a mapping`, mend);
    const seen = new Set<string>();
    return this.#node.items.map((pair) => {
      const key = new Entry(this.#document, pair.key as Node | null, this.#offset, this.within);
      const name = key.text('a key', 'write it as plain text');
      if (seen.has(name)) {
        throw key.fault(`the key ${quoted(name)} stands here twice in ${what}`, 'drop one of them');
      }
      seen.add(name);
      const value = new Entry(this.#document, pair.value as Node | null, key.#offset, this.within);
      return { name, key, value };
    });
  }

  /** The fields of a mapping whose keys are known. */
  record<K extends string>(what: string, keys: readonly K[], example: string): Map<K, Entry> {
    const record = new Map<K, Entry>();
    for (const { name, key, value } of this.fields(what, `write it like ${example}`)) {
      const known = keys.find((candidate) => candidate === name);
      if (known === undefined) {
        const nearest = nearestTo(name, keys);
        throw key.fault(
          `${what} has no key ${quoted(name)}`,
          `did you mean "${nearest}"? There are: ${keys.join(', ')}`,
        );
      }
      record.set(known, value);
    }
    return record;
  }

  items(what: string, mend: string): Entry[] {
    if (!isSeq(this.#node)) throw this.fault(`${what} is ${this.#sort()}, not a list`, mend);
    const nodes = this.#node.items as (Node | null)[];
    return nodes.map((node) => new Entry(this.#document, node, this.#offset, this.within));
  }

  /** Numbers and truth values are taken as they are written. */
  text(what: string, mend: string): string {
    const node = this.#node;
    if (isScalar(node) && node.value !== null) {
      return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    }
    throw this.fault(`${what} is ${this.#sort()}, not a text`, mend);
  }

  /** A text proper: no number, no truth value. */
  string(what: string, mend: string): string {
    if (isScalar(this.#node) && typeof this.#node.value === 'string') return this.#node.value;
    throw this.fault(`${what} is ${this.#sort()}, not a text`, mend);
  }

  /** One line that may hold anything that can be read. */
  title(what: string, mend: string): string {
    const text = this.text(what, mend).trim();
    if (text !== '' && text.length <= SCENARIO_LIMITS.name && !/\p{C}/u.test(text)) return text;
    const wrong = text === '' ? 'is empty' : `is ${quoted(text)}`;
    throw this.fault(`${what} ${wrong}`, `use 1 to ${SCENARIO_LIMITS.name} characters on one line`);
  }

  /** A name that an operation can say: one word. */
  word(what: string): string {
    const text = this.text(what, 'write it as one word');
    if (text.length <= SCENARIO_LIMITS.name && WORD.test(text)) return text;
    throw this.fault(
      `${what} ${quoted(text)} is no name`,
      `use one word of 1 to ${SCENARIO_LIMITS.name} characters, without colons and quotes ` +
        '(between a key and its value YAML wants a space after the colon)',
    );
  }

  /** One of several words. */
  oneOf<W extends string>(what: string, words: readonly W[]): W {
    const text = this.text(what, `use one of: ${words.join(', ')}`);
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw this.fault(
      `unknown ${what} ${quoted(text)}`,
      `did you mean "${nearestTo(text, words)}"? There are: ${words.join(', ')}`,
    );
  }

  wholeNumber(what: string): number {
    const value = isScalar(this.#node) ? this.#node.value : undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    const shown = isScalar(this.#node) ? quoted(String(this.#node.value)) : this.#sort();
    throw this.fault(`${what} is ${shown}`, 'give a whole number');
  }

  /** As plain data, for whoever knows more of it. */
  plain(): unknown {
    try {
      return this.#node?.toJS(this.#document.whole) ?? null;
    } catch (error) {
      throw this.fault(`too many aliases: ${(error as Error).message}`, 'write them out');
    }
  }

  /** What stands here, for people. */
  #sort(): string {
    if (this.isEmpty) return 'empty';
    if (isMap(this.#node)) return 'a mapping';
    if (isSeq(this.#node)) return 'a list';
    const value = isScalar(this.#node) ? this.#node.value : undefined;
    return typeof value === 'string' ? `the text ${quoted(value)}` : `a ${typeof value}`;
  }
}

/** What may have been meant; what is longer than any name is compared by its beginning. */
function nearestTo(text: string, candidates: readonly string[]): string | null {
  return nearestName(text.slice(0, SCENARIO_LIMITS.name), candidates);
}
