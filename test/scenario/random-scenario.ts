import fc from 'fast-check';

/** A random file as plain data: what `readScenarioText` must accept. */
export interface RandomFile {
  readonly scenario: string;
  readonly locks: Readonly<Record<string, string | Readonly<Record<string, string | number>>>>;
  readonly threads: Readonly<Record<string, readonly string[]>>;
  readonly reclaim?: readonly string[];
  readonly expect?: { readonly reachable: 'deadlock' | 'clean' };
}

const MUTEXES = ['A', 'B', 'C'];
const LOCKS: RandomFile['locks'] = {
  A: 'mutex',
  B: { kind: 'mutex', class: 'child', key: 1 },
  C: { kind: 'mutex', class: 'child', key: 2 },
  R: 'rwsem',
  S: { kind: 'rwsem', class: 'mmap_lock' },
  W: { kind: 'ww', policy: 'wound-wait' },
  X: { kind: 'ww', policy: 'wound-wait' },
  E: 'completion',
  F: 'fence',
  V: 'condition',
};

/** A balanced piece of a list: something taken, something done, the same given back. */
const leaf = fc
  .constantFrom(
    ...['work', 'alloc', 'wait E', 'complete E', 'fence_wait F', 'fence_signal F'],
    ...['cond_wait V', 'cond_signal V'],
  )
  .map((operation) => [operation]);

const bracket = fc.oneof(
  fc
    .tuple(fc.constantFrom('lock', 'trylock'), fc.constantFrom(...MUTEXES))
    .map(([verb, lock]) => ({ open: [`${verb} ${lock}`], close: [`unlock ${lock}`] })),
  fc
    .tuple(fc.constantFrom(...MUTEXES), fc.integer({ min: 1, max: 7 }))
    .map(([lock, n]) => ({ open: [`lock ${lock} nested ${n}`], close: [`unlock ${lock}`] })),
  fc
    .tuple(fc.constantFrom(...MUTEXES), fc.integer({ min: 1, max: 3 }))
    .map(([lock, ms]) => ({ open: [`timedlock ${lock} ${ms}`], close: [`unlock ${lock}`] })),
  fc
    .tuple(fc.constantFrom('read', 'tryread'), fc.constantFrom('R', 'S'))
    .map(([verb, lock]) => ({ open: [`${verb} ${lock}`], close: [`unread ${lock}`] })),
  fc
    .tuple(fc.constantFrom('write', 'trywrite'), fc.constantFrom('R', 'S'))
    .map(([verb, lock]) => ({ open: [`${verb} ${lock}`], close: [`unwrite ${lock}`] })),
  fc
    .constantFrom('R', 'S')
    .map((lock) => ({ open: [`write ${lock}`, `downgrade ${lock}`], close: [`unread ${lock}`] })),
  fc.constant({ open: ['nofs'], close: ['endnofs'] }),
  fc.constant({ open: ['begin_signalling'], close: ['end_signalling'] }),
);

const transaction: fc.Arbitrary<string[]> = fc.constantFrom(
  ['ww_begin c', 'ww_lock_all c W X', 'work', 'ww_unlock X', 'ww_unlock W', 'ww_end c'],
  ['ww_begin c', 'ww_lock X c', 'ww_lock W c', 'ww_unlock W', 'ww_unlock X', 'ww_end c'],
);

/** Lists of balanced pieces, some within others. */
function lists(leaves: fc.Arbitrary<string[]>, maxDepth: number, maxLength: number) {
  const { piece } = fc.letrec<{ piece: string[]; nested: string[] }>((tie) => ({
    piece: fc.oneof({ maxDepth, depthSize: 'small' }, leaves, tie('nested')),
    nested: fc
      .tuple(bracket, fc.array(tie('piece'), { maxLength }))
      .map(([{ open, close }, inner]) => [...open, ...inner.flat(), ...close]),
  }));
  return fc.array(piece, { maxLength }).map((pieces) => pieces.flat());
}

function fileOf(threads: readonly (readonly string[])[]): RandomFile {
  return {
    scenario: 'random',
    locks: LOCKS,
    threads: Object.fromEntries(threads.map((operations, i) => [`T${i + 1}`, operations])),
  };
}

const reclaim = fc.constantFrom(['trylock A', 'unlock A'], ['lock B', 'work', 'unlock B']);

/** Every operation but spawn, join and exit. */
export const randomFile: fc.Arbitrary<RandomFile> = fc
  .record(
    {
      threads: fc.array(lists(fc.oneof(leaf, transaction), 4, 4), { minLength: 1, maxLength: 4 }),
      reclaim,
      reachable: fc.constantFrom('deadlock' as const, 'clean' as const),
    },
    { requiredKeys: ['threads'] },
  )
  .map(({ threads, reachable, ...more }) => ({
    ...fileOf(threads),
    ...(more.reclaim === undefined ? {} : { reclaim: more.reclaim }),
    ...(reachable === undefined ? {} : { expect: { reachable } }),
  }));

/** Two or three short threads of which the last may be spawned, joined and end early; no ww-mutexes. */
export const smallFile: fc.Arbitrary<RandomFile> = fc
  .record({
    threads: fc.array(lists(leaf, 3, 2), { minLength: 2, maxLength: 3 }),
    reclaim,
    spawn: fc.option(fc.tuple(fc.nat(), fc.boolean(), fc.nat())),
    exit: fc.option(fc.nat(), { freq: 6 }),
  })
  .map(({ threads, spawn, exit, ...more }) => {
    const lists = threads.map((list) => [...list]);
    const first = lists[0] as string[];
    const last = lists.at(-1) as string[];
    if (exit !== null) last.splice(exit % (last.length + 1), 0, 'exit');
    if (spawn !== null) {
      const [at, joins, later] = spawn;
      const start = at % (first.length + 1);
      first.splice(start, 0, `spawn T${lists.length}`);
      const rest = first.length - start;
      if (joins) first.splice(start + 1 + (later % rest), 0, `join T${lists.length}`);
    }
    return { ...fileOf(lists), reclaim: more.reclaim };
  });
