import type { ScenarioOp, Verb } from '../scenario.ts';

type Mode = 'lock' | 'read' | 'write' | 'ww_lock';

/** What the verbs that take a lock take it as; a mutex and a ww-mutex know one way only. */
const TAKES: Partial<Record<Verb, Mode>> = {
  lock: 'lock',
  trylock: 'lock',
  timedlock: 'lock',
  read: 'read',
  tryread: 'read',
  write: 'write',
  trywrite: 'write',
};

const RELEASES: Partial<Record<Verb, Mode>> = {
  unlock: 'lock',
  unread: 'read',
  unwrite: 'write',
  ww_unlock: 'ww_lock',
};

/** The verb that gives back what was taken in each mode. */
const RELEASE_OF: Readonly<Record<Mode, Verb>> = {
  lock: 'unlock',
  read: 'unread',
  write: 'unwrite',
  ww_lock: 'ww_unlock',
};

interface Taken {
  readonly mode: Mode;
  /** Index of the operation that took it. */
  readonly by: number;
}

export interface Misstep {
  readonly message: string;
  readonly mend: string;
}

/** What is left open at the end of a list. */
export interface Leftover extends Misstep {
  readonly by: number;
}

type Step =
  | { readonly kind: 'done'; readonly released?: number }
  | { readonly kind: 'wrong'; readonly misstep: Misstep };

const DONE: Step = { kind: 'done' };

/** What a thread holds at a point of its list of operations, lock by lock, newest last. */
export class HeldState {
  readonly #names: readonly string[];
  readonly #locks: Map<number, Taken[]>;
  #context: { readonly name: string; readonly by: number } | null = null;
  #nofs: number[] = [];
  #signalling: number[] = [];
  #depth = 0;

  constructor(names: readonly string[], locks = new Map<number, Taken[]>()) {
    this.#names = names;
    this.#locks = locks;
  }

  copy(): HeldState {
    const locks = new Map([...this.#locks].map(([lock, taken]) => [lock, [...taken]]));
    const copy = new HeldState(this.#names, locks);
    copy.#context = this.#context;
    copy.#nofs = [...this.#nofs];
    copy.#signalling = [...this.#signalling];
    copy.#depth = this.#depth;
    return copy;
  }

  /** Locks, contexts and sections that are open here. */
  get depth(): number {
    return this.#depth + this.#signalling.length + (this.#context === null ? 0 : 1);
  }

  get mayReclaim(): boolean {
    return this.#nofs.length === 0;
  }

  get context(): string | null {
    return this.#context?.name ?? null;
  }

  /** The same for two points between which nothing remains taken or given back. */
  get signature(): string {
    const locks = [...this.#locks]
      .filter(([, taken]) => taken.length > 0)
      .map(([lock, taken]) => `${lock}${taken.map(({ mode }) => mode).join()}`)
      .sort();
    const sections = `${this.#nofs.length} ${this.#signalling.length}`;
    return `${locks.join(' ')} ${this.#context?.name ?? ''} ${sections}`;
  }

  /** Performs an operation; a release answers which operation had taken what it gives back. */
  apply(op: ScenarioOp, index: number): Step {
    const takes = TAKES[op.verb];
    if (takes !== undefined && 'lock' in op) return this.#take(op.lock, takes, index);
    const releases = RELEASES[op.verb];
    if (releases !== undefined && 'lock' in op) return this.#release(op.lock, releases, op.verb);
    switch (op.verb) {
      case 'downgrade':
        return this.#downgrade(op.lock);
      case 'ww_begin':
        return this.#begin(op.context, index);
      case 'ww_lock':
        return this.#lockUnder(op.context, [op.lock], index);
      case 'ww_lock_all':
        return this.#lockUnder(op.context, op.locks, index);
      case 'ww_end':
        return this.#end(op.context);
      case 'nofs':
        this.#nofs.push(index);
        return DONE;
      case 'endnofs':
        return closing(this.#nofs.pop(), 'endnofs', 'nofs');
      case 'begin_signalling':
        this.#signalling.push(index);
        return DONE;
      case 'end_signalling':
        return closing(this.#signalling.pop(), 'end_signalling', 'begin_signalling');
      default:
        return DONE;
    }
  }

  /** What must not be open at the end of a list, in no particular order. */
  leftovers(): Leftover[] {
    const left: Leftover[] = [];
    for (const [lock, taken] of this.#locks) {
      for (const { mode, by } of taken) {
        const name = this.#names[lock] as string;
        const release = `${RELEASE_OF[mode]} ${name}`;
        left.push({ by, message: `${name} is never given back`, mend: `add "${release}"` });
      }
    }
    if (this.#context !== null) {
      const { name, by } = this.#context;
      left.push({
        by,
        message: `the context ${name} is never ended`,
        mend: `add "ww_end ${name}"`,
      });
    }
    for (const by of this.#nofs) {
      left.push({ by, message: 'the nofs scope is never closed', mend: 'add "endnofs"' });
    }
    for (const by of this.#signalling) {
      const message = 'the signalling section is never closed';
      left.push({ by, message, mend: 'add "end_signalling"' });
    }
    return left;
  }

  #take(lock: number, mode: Mode, by: number): Step {
    const taken = this.#locks.get(lock) ?? [];
    this.#locks.set(lock, taken);
    taken.push({ mode, by });
    this.#depth++;
    return DONE;
  }

  #release(lock: number, mode: Mode, verb: Verb): Step {
    const name = this.#names[lock] as string;
    const taken = this.#locks.get(lock) ?? [];
    const at = taken.findLastIndex((one) => one.mode === mode);
    if (at >= 0) {
      const [{ by }] = taken.splice(at, 1) as [Taken];
      this.#depth--;
      return { kind: 'done', released: by };
    }
    const other = taken.at(-1);
    if (other === undefined) {
      const message = `"${verb} ${name}", but ${name} is not held here`;
      return wrong(message, `take ${name} before, or drop this operation`);
    }
    const message = `"${verb} ${name}", but ${name} was taken with "${other.mode}"`;
    return wrong(message, `write "${RELEASE_OF[other.mode]} ${name}"`);
  }

  #downgrade(lock: number): Step {
    const name = this.#names[lock] as string;
    const taken = this.#locks.get(lock) ?? [];
    const at = taken.findLastIndex(({ mode }) => mode === 'write');
    if (at < 0) {
      const message = `"downgrade ${name}", but ${name} is not held for writing here`;
      return wrong(message, `put "write ${name}" before it`);
    }
    taken[at] = { mode: 'read', by: (taken[at] as Taken).by };
    return DONE;
  }

  #begin(context: string, by: number): Step {
    if (this.#context !== null) {
      const message = `"ww_begin ${context}", but the context ${this.#context.name} is live`;
      return wrong(message, `put "ww_end ${this.#context.name}" before: one context at a time`);
    }
    this.#context = { name: context, by };
    return DONE;
  }

  #lockUnder(context: string, locks: readonly number[], by: number): Step {
    if (this.#context?.name !== context) {
      const message = `a ww-mutex is taken under ${context}, which is not live here`;
      return wrong(message, `put "ww_begin ${context}" before it`);
    }
    // A context that asks again for what it owns gets the answer that it does.
    for (const lock of locks) {
      if ((this.#locks.get(lock) ?? []).length === 0) this.#take(lock, 'ww_lock', by);
    }
    return DONE;
  }

  #end(context: string): Step {
    if (this.#context?.name !== context) {
      const message = `"ww_end ${context}", but the context ${context} is not live here`;
      return wrong(message, `put "ww_begin ${context}" before it`);
    }
    for (const [lock, taken] of this.#locks) {
      if (taken.some(({ mode }) => mode === 'ww_lock')) {
        const name = this.#names[lock] as string;
        return wrong(`"ww_end ${context}" while ${name} is held`, `put "ww_unlock ${name}" before`);
      }
    }
    this.#context = null;
    return DONE;
  }
}

function closing(opened: number | undefined, verb: Verb, opener: Verb): Step {
  if (opened !== undefined) return DONE;
  return wrong(`"${verb}" without "${opener}"`, `put "${opener}" before it`);
}

function wrong(message: string, mend: string): Step {
  return { kind: 'wrong', misstep: { message, mend } };
}
