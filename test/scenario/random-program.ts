import { Random } from '../../src/base/random.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** A piece of a list: what is taken, and how it is given back. */
interface Section {
  /** Place of its lock; in an orderly program only later ones are taken inside. */
  readonly place: number;
  readonly open: readonly string[];
  readonly close: readonly string[];
}

const KINDS = ['mutex', 'mutex', 'mutex', 'rwsem', 'rwsem', 'completion', 'condition'];
const NOFS: Section = { place: 0, open: ['nofs'], close: ['endnofs'] };

/** A program over mutexes, semaphores, completions and conditions; null: it is malformed. */
export function randomProgram(seed: number): Scenario | null {
  return new ProgramDraw(seed).program();
}

/** A program over ww-mutexes, and perhaps a mutex. */
export function randomTransactions(seed: number): Scenario | null {
  return new ProgramDraw(seed).transactions();
}

/** Draws small programs: some orderly, so that they are likely to be clean, and some not. */
class ProgramDraw {
  readonly #random: Random;
  readonly #isOrderly: boolean;
  readonly #locks: Record<string, string | Record<string, string>> = {};
  readonly #leaves: string[] = ['work'];
  readonly #sections: Section[] = [];

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#isOrderly = this.#below(3) > 0;
  }

  program(): Scenario | null {
    const names = Array.from({ length: 2 + this.#below(3) }, (_, n) => `L${n}`);
    for (const name of names) this.#declare(name, this.#one(KINDS));
    const reclaim = this.#list(2);
    const allocates = this.#below(3) === 0;
    if (allocates) {
      this.#leaves.push('alloc', 'alloc');
      this.#sections.push(NOFS);
    }
    const count = 2 + this.#below(3);
    const lists = Array.from({ length: count }, () => this.#list(count === 4 ? 3 : 5));
    if (this.#below(3) === 0) this.#spawn(lists);
    if (this.#below(8) === 0) this.#insert(this.#one(lists), 'exit');
    return this.#read(lists, allocates ? { reclaim } : {});
  }

  transactions(): Scenario | null {
    const policies = this.#one([['wait-die'], ['wound-wait'], ['wait-die', 'wound-wait']]);
    const names = ['W', 'X', 'Y'].slice(0, 2 + this.#below(2));
    for (const name of names) this.#locks[name] = { kind: 'ww', policy: this.#one(policies) };
    if (this.#below(2) === 0) this.#declare('M', 'mutex');
    const count = 2 + this.#below(2);
    return this.#read(
      Array.from({ length: count }, () => this.#transaction(names)),
      {},
    );
  }

  #below(limit: number): number {
    return this.#random.below(limit, 'program');
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#below(of.length)] as T;
  }

  #declare(name: string, kind: string): void {
    const place = Object.keys(this.#locks).length;
    const add = (open: string[], close: string) =>
      this.#sections.push({ place, open, close: [close] });
    this.#locks[name] = kind;
    if (kind === 'mutex') {
      for (const verb of ['lock', 'lock', 'lock', 'trylock']) {
        add([`${verb} ${name}`], `unlock ${name}`);
      }
      add([`timedlock ${name} 1`], `unlock ${name}`);
    } else if (kind === 'rwsem') {
      for (const mode of ['read', 'read', 'write', 'tryread', 'trywrite']) {
        add([`${mode} ${name}`], `un${mode.replace('try', '')} ${name}`);
      }
      add([`write ${name}`, `downgrade ${name}`], `unread ${name}`);
    } else if (kind === 'completion') this.#leaves.push(`wait ${name}`, `complete ${name}`);
    else this.#leaves.push(`cond_wait ${name}`, `cond_signal ${name}`);
  }

  #list(length: number): string[] {
    const list: string[] = [];
    while (list.length < length) list.push(...this.#piece(2, -1));
    return list;
  }

  #piece(depth: number, outer: number): string[] {
    const after = this.#isOrderly ? outer : -1;
    const sections = this.#sections.filter(({ place }) => place > after);
    const leafOdds = this.#isOrderly ? 8 : 4;
    if (sections.length === 0 || depth === 0 || this.#below(leafOdds) === 0) {
      return [this.#one(this.#leaves)];
    }
    const { place, open, close } = this.#one(sections);
    const inner = Array.from({ length: this.#below(3) }, () => this.#piece(depth - 1, place));
    const list = [...open, ...inner.flat(), ...close];
    // Now and then hand over hand: the last two releases change places.
    const last = list.length - 1;
    if (inner.length > 0 && this.#below(4) === 0)
      list.splice(last - 1, 2, list[last], list[last - 1]);
    return list;
  }

  #transaction(names: readonly string[]): string[] {
    const order = [...names];
    if (this.#below(2) === 0) order.reverse();
    if (this.#below(2) === 0) order.push(order.shift() as string);
    const takes = this.#below(2) === 0 ? [`ww_lock_all c ${order.join(' ')}`] : [];
    if (takes.length === 0) {
      for (const name of order) takes.push(...this.#maybe(), `ww_lock ${name} c`);
    }
    const releases = order.map((name) => `ww_unlock ${name}`);
    return [...this.#maybe(), 'ww_begin c', ...takes, ...this.#maybe(), ...releases, 'ww_end c'];
  }

  #maybe(): string[] {
    return this.#below(3) === 0 ? this.#piece(1, -1) : [];
  }

  #spawn(lists: string[][]): void {
    const [first, second] = lists as [string[], string[]];
    const name = `T${lists.length - 1}`;
    const at = this.#insert(first, `spawn ${name}`);
    const rest = first.length - at;
    if (this.#below(2) === 0) first.splice(at + 1 + this.#below(rest), 0, `join ${name}`);
    else if (lists.length > 2) this.#insert(second, `join ${name}`);
  }

  #insert(list: string[], operation: string): number {
    const at = this.#below(list.length + 1);
    list.splice(at, 0, operation);
    return at;
  }

  #read(lists: readonly string[][], more: object): Scenario | null {
    const threads = Object.fromEntries(lists.map((list, n) => [`T${n}`, list]));
    const file = { scenario: 'random', locks: this.#locks, threads, ...more };
    try {
      return readScenarioText(JSON.stringify(file), 'random.json');
    } catch {
      return null;
    }
  }
}
