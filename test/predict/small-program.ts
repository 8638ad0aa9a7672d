import fc from 'fast-check';

/** One operation; `skipTo`: where a refused one goes on. */
export interface SmallOp {
  readonly verb:
    | 'acquire'
    | 'try'
    | 'timed'
    | 'release'
    | 'downgrade'
    | 'complete'
    | 'wait'
    | 'spawn'
    | 'join';
  /** Lock or completion; of spawn and join a thread. */
  readonly object: number;
  readonly shared: boolean;
  readonly skipTo: number;
}

export type SmallThread = readonly SmallOp[];

/** Threads from 1; those that are spawned start then, the others at once. */
export interface SmallProgram {
  readonly locks: number;
  readonly threads: readonly SmallThread[];
}

export interface ProgramShape {
  readonly threads: number;
  readonly locks: number;
  /** Operations of a thread before it gives back what it still holds. */
  readonly steps: number;
  readonly verbs: readonly Draft['verb'][];
  readonly readers: boolean;
  /** Also gives back what was not acquired last. */
  readonly crossing: boolean;
}

interface Draft {
  readonly verb: SmallOp['verb'];
  readonly pick: number;
  readonly shared: boolean;
}

/** Programs in which each thread knows what it holds: it acquires and releases in some order. */
export function smallProgram(shape: ProgramShape): fc.Arbitrary<SmallProgram> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    verb: fc.constantFrom(...shape.verbs),
    pick: fc.nat(7),
    shared: shape.readers ? fc.boolean() : fc.constant(false),
  });
  const drafts = fc.array(draft, { maxLength: shape.steps, minLength: 2 });
  return fc.array(drafts, { minLength: 2, maxLength: shape.threads }).map((all) => ({
    locks: shape.locks,
    threads: all.map((each, i) => threadOf(each, i + 1, all.length, shape)),
  }));
}

interface OpenHold {
  readonly lock: number;
  readonly shared: boolean;
  /** Index of the acquire that may be refused, which then skips this hold; -1: cannot be. */
  readonly tried: number;
}

function threadOf(
  drafts: readonly Draft[],
  self: number,
  threads: number,
  shape: ProgramShape,
): SmallThread {
  const writer = new ThreadWriter(self, threads, shape);
  for (const draft of drafts) writer.write(draft);
  return writer.end();
}

/** Makes operations of drafts; drops those that make no sense where they stand. */
class ThreadWriter {
  readonly #ops: SmallOp[] = [];
  readonly #holds: OpenHold[] = [];
  readonly #self: number;
  readonly #threads: number;
  readonly #shape: ProgramShape;

  constructor(self: number, threads: number, shape: ProgramShape) {
    this.#self = self;
    this.#threads = threads;
    this.#shape = shape;
  }

  write({ verb, pick, shared }: Draft): void {
    const other = 1 + (pick % this.#threads);
    if (verb === 'release') this.#releaseSome(pick);
    else if (verb === 'downgrade') this.#downgrade();
    else if (verb === 'complete' || verb === 'wait')
      this.#push(verb, this.#shape.locks + (pick % 2));
    else if (verb !== 'spawn' && verb !== 'join') this.#acquire(verb, pick, shared);
    else if (other > this.#self) this.#push(verb, other);
  }

  end(): SmallThread {
    while (this.#holds.length > 0) this.#release(this.#holds.length - 1);
    return this.#ops;
  }

  #push(verb: SmallOp['verb'], object: number, shared = false): void {
    this.#ops.push({ verb, object, shared, skipTo: -1 });
  }

  #acquire(verb: SmallOp['verb'], pick: number, shared: boolean): void {
    const lock = pick % this.#shape.locks;
    const held = this.#holds.filter((each) => each.lock === lock);
    if (held.length > 0 && !(shared && held.every((each) => each.shared))) return;
    this.#holds.push({ lock, shared, tried: verb === 'acquire' ? -1 : this.#ops.length });
    this.#push(verb, lock, shared);
  }

  /** Of what lies inside the innermost hold that may be skipped, so that a refusal skips it all. */
  #releaseSome(pick: number): void {
    const last = this.#holds.length - 1;
    if (last < 0) return;
    const tried = this.#holds.findLastIndex((hold) => hold.tried >= 0);
    const least = this.#shape.crossing && tried < last ? tried + 1 : last;
    this.#release(last - (pick % (last - least + 1)));
  }

  #release(at: number): void {
    const [hold] = this.#holds.splice(at, 1) as [OpenHold];
    this.#push('release', hold.lock, hold.shared);
    const { tried } = hold;
    if (tried < 0) return;
    this.#ops[tried] = { ...(this.#ops[tried] as SmallOp), skipTo: this.#ops.length };
  }

  #downgrade(): void {
    const hold = this.#holds.pop();
    if (hold === undefined) return;
    this.#holds.push({ ...hold, shared: true });
    if (!hold.shared) this.#push('downgrade', hold.lock, true);
  }
}
