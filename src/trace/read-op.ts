import { SUBCLASSES_MAX } from '../shared/lock-registry.ts';
import { type JsonObject, isObject, nearestTo, sortOf } from './json-value.ts';
import type { OpPlace } from './op-place.ts';
import { NameReader } from './read-names.ts';
import type { Roster } from './roster.ts';
import { NONE, type TraceOp } from './trace-op.ts';
import {
  type Answer,
  GFP,
  type Key,
  MODES,
  type Mode,
  type OpShape,
  VERBS,
  type Verb,
  shapeOf,
} from './vocabulary.ts';

const EXAMPLE = '{"op": "lock", "lock": "A", "mode": "excl"}';
/** Keys that any op may have. */
const EVERYWHERE = ['op', 'context'];
/** Keys of an op that names a lock for the first time. */
const DECLARING = ['class', 'kind'];

/** Reads the ops of one case, checks each, and learns from them what the case needs. */
export class OpReader {
  readonly #roster: Roster;
  readonly #here: OpPlace;
  readonly #names: NameReader;
  readonly #known = new Map<Verb, ReadonlySet<string>>();

  constructor(roster: Roster, here: OpPlace) {
    this.#roster = roster;
    this.#here = here;
    this.#names = new NameReader(roster, here);
    for (const verb of VERBS) this.#known.set(verb, keysOf(shapeOf(verb)));
  }

  /** @throws {UsageError} that names the place and the mend */
  read(value: unknown): TraceOp {
    const names = this.#names;
    if (!isObject(value)) {
      throw this.#here.fault(
        `an op is ${sortOf(value)}, not an object`,
        `write it like ${EXAMPLE}`,
      );
    }
    const verb = this.#verb(value);
    const shape = shapeOf(verb);
    this.#checkKeys(verb, shape, value);
    const lock = value['lock'] === undefined ? NONE : names.lock(verb, shape, value);
    const mode = lock === NONE ? 'excl' : this.#mode(verb, lock, value['mode']);
    const op: TraceOp = {
      verb,
      task: names.task(value['context']),
      lock,
      ctx: names.context(shape, verb === 'ctx_copy' ? 'dst' : 'ctx', value),
      nest: value['nest_lock'] === undefined ? NONE : names.nest(value['nest_lock']),
      source: verb === 'ctx_copy' ? names.context(shape, 'src', value) : NONE,
      shared: mode === 'read' || mode === 'read_recursive',
      recursive: mode === 'read_recursive',
      subclass: value['subclass'] === undefined ? NONE : this.#subclass(value['subclass']),
      answer: this.#answer(shape, value['ret']),
      value: this.#numbers(verb, value),
      className: verb === 'ctx_set_class' ? this.#className(value['class']) : null,
      entersReclaim: value['gfp'] !== undefined && this.#entersReclaim(value['gfp']),
    };
    if (value['gfp'] !== undefined) this.#roster.needReclaim();
    this.#checkSense(op);
    this.#learn(op);
    return op;
  }

  #verb({ op }: JsonObject): Verb {
    if (typeof op === 'string' && this.#known.has(op as Verb)) return op as Verb;
    if (typeof op !== 'string') {
      throw this.#here.fault(`"op" is ${sortOf(op)}, not a text`, `write it like ${EXAMPLE}`);
    }
    const nearest = nearestTo(op, VERBS);
    throw this.#here.fault(
      `unknown op ${sortOf(op)}`,
      `did you mean "${nearest}"? The ops are: ${VERBS.join(', ')}`,
    );
  }

  #checkKeys(verb: Verb, shape: OpShape, value: JsonObject): void {
    const known = this.#known.get(verb) as ReadonlySet<string>;
    for (const key in value) {
      if (known.has(key)) continue;
      const nearest = nearestTo(key, [...known]);
      throw this.#here.fault(
        `the op "${verb}" has no key ${sortOf(key)}`,
        `did you mean "${nearest}"? It has: ${[...known].join(', ')}`,
      );
    }
    for (const key of shape.needs) {
      if (value[key] !== undefined) continue;
      throw this.#here.fault(`the op "${verb}" lacks its key "${key}"`, `add "${key}"`);
    }
  }

  #mode(verb: Verb, lock: number, mode: unknown): Mode {
    const { family, name } = this.#entity(lock);
    const readerWriter = family === 'reader-writer';
    if (mode === undefined) {
      const acquires = verb === 'lock' || verb === 'trylock';
      if (!acquires || !readerWriter) return 'excl';
      throw this.#here.fault(`"${verb}" of "${name}" has no mode`, 'add "mode": write or read');
    }
    const known = MODES.find((candidate) => candidate === mode);
    if (known === undefined) {
      throw this.#here.fault(`unknown mode ${sortOf(mode)}`, `the modes are: ${MODES.join(', ')}`);
    }
    if (readerWriter || known === 'excl' || known === 'write') return known;
    throw this.#here.fault(
      `"${name}" has no readers`,
      'use the mode "excl", or declare it as rwsem',
    );
  }

  #subclass(subclass: unknown): number {
    const whole = typeof subclass === 'number' && Number.isInteger(subclass);
    if (whole && subclass >= 0 && subclass < SUBCLASSES_MAX) return subclass;
    throw this.#here.fault(`"subclass" is ${sortOf(subclass)}`, `use 0 to ${SUBCLASSES_MAX - 1}`);
  }

  #answer({ answers }: OpShape, ret: unknown): Answer {
    if (answers === undefined) return 'taken';
    const answer = answers.get(ret);
    if (answer !== undefined) return answer;
    const known = [...answers.keys()].filter((key) => key !== undefined);
    const mend = `use one of: ${known.map((key) => JSON.stringify(key)).join(', ')}`;
    throw this.#here.fault(`"ret" is ${sortOf(ret)}`, mend);
  }

  #numbers(verb: Verb, value: JsonObject): number {
    for (const key of ['delta', 'stamp_delta', 'value'] as const) {
      const number = value[key];
      if (number === undefined) continue;
      const whole = typeof number === 'number' && Number.isSafeInteger(number);
      if (whole && (key !== 'value' || number >= 0)) return number;
      throw this.#here.fault(`"${key}" of "${verb}" is ${sortOf(number)}`, 'use a whole number');
    }
    return 0;
  }

  #className(name: unknown): string | null {
    if (name === null || typeof name === 'string') return name;
    throw this.#here.fault(`"class" is ${sortOf(name)}`, 'name a ww class, or null');
  }

  #entersReclaim(gfp: unknown): boolean {
    const enters = typeof gfp === 'string' ? GFP[gfp] : undefined;
    if (enters !== undefined) return enters;
    const nearest = nearestTo(String(gfp), Object.keys(GFP));
    throw this.#here.fault(
      `unknown allocation flags ${sortOf(gfp)}`,
      `did you mean "${nearest}"? There are: ${Object.keys(GFP).join(', ')}`,
    );
  }

  #checkSense({ answer, ctx, lock, nest }: TraceOp): void {
    if (ctx === NONE && (answer === 'back-off' || answer === 'already')) {
      throw this.#here.fault('this answer needs a context', 'name the "ctx" that got it');
    }
    if (nest !== NONE && nest === lock) {
      throw this.#here.fault('a lock is nested under itself', 'name the outer lock as "nest_lock"');
    }
  }

  #learn(op: TraceOp): void {
    const { classes } = this.#roster;
    if (op.lock === NONE) return;
    const needs = classes[this.#entity(op.lock).classIndex] as (typeof classes)[number];
    if (op.subclass >= needs.subclasses) needs.subclasses = op.subclass + 1;
    if (op.recursive) needs.recursiveReaders = true;
    if (op.nest !== NONE) needs.nestUnder.add(this.#entity(op.nest).classIndex);
    if (op.ctx !== NONE) needs.nestUnder.add(this.#entity(op.ctx).classIndex);
  }

  #entity(index: number) {
    return this.#roster.entities[index] as Roster['entities'][number];
  }
}

function keysOf({ needs, may }: OpShape): ReadonlySet<string> {
  const own: readonly Key[] = [...needs, ...may];
  const declaring = own.includes('lock') ? DECLARING : [];
  return new Set([...EVERYWHERE, ...own, ...declaring]);
}
