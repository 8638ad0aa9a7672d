import { UsageError } from '../../base/errors.ts';

const MEND = 'report reads what this version of lockyard wrote; run it again to renew the file';
/** Characters of a wrong value that a message repeats. */
const SHOWN_MAX = 40;
/** Larger than any count or time; keeps the arithmetic of drawings finite. */
const LARGEST = 1e18;
/** Less than any count or time: nothing can be divided by it. */
const LEAST = 1e-9;

/**
 * One value of a document that was read, with its place in it. Each question checks; what is not of
 * the asked sort is told with its place.
 *
 * @throws {UsageError} from every question whose answer is of another sort.
 */
export class JsonReader {
  readonly #value: unknown;
  readonly place: string;

  constructor(value: unknown, place: string) {
    this.#value = value;
    this.place = place;
  }

  /** A member of this object; what is missing complains only when it is asked for its content. */
  get(key: string): JsonReader {
    return new JsonReader(this.#object()[key], `${this.place}.${key}`);
  }

  /** null: the member is missing or null. */
  optional(key: string): JsonReader | null {
    const value = this.#object()[key];
    return value === undefined || value === null
      ? null
      : new JsonReader(value, `${this.place}.${key}`);
  }

  /** A text that is used as the name of something. */
  name(): string {
    const text = this.text();
    // A record by such names would find what every object has.
    return text in {} ? this.#wrong('a name') : text;
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.#wrong('a text');
  }

  /** Not negative; nothing in these documents is. */
  number(): number {
    const value = this.#value;
    const fits = typeof value === 'number' && value >= 0 && value <= LARGEST;
    if (!fits) return this.#wrong(`a number from 0 to ${LARGEST}`);
    return value < LEAST ? 0 : value;
  }

  boolean(): boolean {
    return typeof this.#value === 'boolean' ? this.#value : this.#wrong('true or false');
  }

  list(): readonly JsonReader[] {
    if (!Array.isArray(this.#value)) return this.#wrong('a list');
    return this.#value.map((item, n) => new JsonReader(item, `${this.place}[${n}]`));
  }

  /** Members of an object by their names, in their order. */
  entries(): readonly (readonly [string, JsonReader])[] {
    return Object.entries(this.#object()).map(([key, value]) => [
      new JsonReader(key, `${this.place}: a member`).name(),
      new JsonReader(value, `${this.place}.${key}`),
    ]);
  }

  /** Of an optional member. */
  textOr<T>(key: string, otherwise: T): string | T {
    return this.optional(key)?.text() ?? otherwise;
  }

  numberOr<T>(key: string, otherwise: T): number | T {
    return this.optional(key)?.number() ?? otherwise;
  }

  /** Empty where the member is missing. */
  listOr(key: string): readonly JsonReader[] {
    return this.optional(key)?.list() ?? [];
  }

  #object(): Readonly<Record<string, unknown>> {
    const value = this.#value;
    const fits = typeof value === 'object' && value !== null && !Array.isArray(value);
    return fits ? (value as Readonly<Record<string, unknown>>) : this.#wrong('an object');
  }

  #wrong(expected: string): never {
    throw new UsageError(`${this.place}: expected ${expected}, found ${told(this.#value)}`, MEND);
  }
}

function told(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text;
}
