/** Sets beyond this many are not told apart from "everything". */
const SETS_MAX = 20_000;
const EVERYTHING = 1;

/**
 * Sets of accesses to objects, each kept once: what may lie ahead of a thread. They are built from
 * the end of a program to its beginning, and change only where an access occurs for the last time.
 */
export class FutureAccesses {
  readonly #objects: number;
  readonly #sets: Uint16Array[];
  readonly #numbers = new Map<string, number>();

  constructor(objects: number) {
    this.#objects = objects;
    this.#sets = [new Uint16Array(objects), new Uint16Array(objects).fill(0xffff)];
    for (const [number, set] of this.#sets.entries()) this.#numbers.set(set.join(), number);
  }

  /** The number of the set with nothing in it. */
  get nothing(): number {
    return 0;
  }

  /** By set, then by object. */
  flat(): Uint16Array {
    const all = new Uint16Array(this.#sets.length * this.#objects);
    for (const [number, set] of this.#sets.entries()) all.set(set, number * this.#objects);
    return all;
  }

  with(number: number, object: number, access: number): number {
    const set = this.#sets[number] as Uint16Array;
    if ((set[object] & access) === access) return number;
    const more = set.slice();
    more[object] |= access;
    return this.#numberOf(more);
  }

  union(a: number, b: number): number {
    const first = this.#sets[a] as Uint16Array;
    const second = this.#sets[b] as Uint16Array;
    if (a === b || second.every((access, object) => (first[object] & access) === access)) return a;
    return this.#numberOf(first.map((access, object) => access | second[object]));
  }

  #numberOf(set: Uint16Array): number {
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#sets.length >= SETS_MAX) return EVERYTHING;
    this.#sets.push(set);
    this.#numbers.set(key, this.#sets.length - 1);
    return this.#sets.length - 1;
  }
}
