/**
 * The words of trace files. One list: what a line must look like, how a mistake is told, and what the
 * judge does all derive from it.
 */

export const LOCK_KINDS = [
  'mutex',
  'spinlock',
  'rtmutex',
  'rwlock',
  'rwsem',
  'ww_mutex',
  'reclaim_map',
] as const;
export type TraceLockKind = (typeof LOCK_KINDS)[number];

export const CONTEXT_KINDS = ['task', 'ww_acquire_ctx'] as const;

/** Kinds of one family may share a class: they obey the same rules. */
export const FAMILY = {
  mutex: 'exclusive',
  spinlock: 'exclusive',
  rtmutex: 'exclusive',
  rwlock: 'reader-writer',
  rwsem: 'reader-writer',
  ww_mutex: 'ww',
  reclaim_map: 'reclaim',
} as const satisfies Record<TraceLockKind, string>;
export type Family = (typeof FAMILY)[TraceLockKind];

/** `read` is fair: it waits behind a waiting writer. `read_recursive` does not. */
export const MODES = ['excl', 'write', 'read', 'read_recursive'] as const;
export type Mode = (typeof MODES)[number];

/** Allocation flags, and whether such an allocation may enter the reclaim of a file system. */
export const GFP: Readonly<Record<string, boolean>> = {
  GFP_KERNEL: true,
  GFP_USER: true,
  GFP_HIGHUSER: true,
  GFP_NOFS: false,
  GFP_NOIO: false,
  GFP_NOWAIT: false,
  GFP_ATOMIC: false,
};

/** What a lock answered. `interrupted`: it was waited for, and not taken. */
export type Answer = 'taken' | 'refused' | 'back-off' | 'already' | 'interrupted';
type Answers = ReadonlyMap<unknown, Answer>;

const WAITED: Answers = new Map<unknown, Answer>([
  [undefined, 'taken'],
  [0, 'taken'],
  [true, 'taken'],
  ['EINTR', 'interrupted'],
]);
const TRIED: Answers = new Map<unknown, Answer>([
  [true, 'taken'],
  [false, 'refused'],
]);
const WW_WAITED: Answers = new Map<unknown, Answer>([
  ...WAITED,
  ['EDEADLK', 'back-off'],
  ['EALREADY', 'already'],
]);

export type Key =
  | 'lock'
  | 'mode'
  | 'nest_lock'
  | 'subclass'
  | 'ret'
  | 'ctx'
  | 'dst'
  | 'src'
  | 'stamp_delta'
  | 'delta'
  | 'class'
  | 'value'
  | 'gfp';

export interface OpShape {
  readonly needs: readonly Key[];
  readonly may: readonly Key[];
  /** Families of the lock; any when absent. */
  readonly families?: readonly Family[];
  /** What `ret` may be, where it matters. */
  readonly answers?: Answers;
  /** `ctx` may be null: without a context. */
  readonly ctxOrNone?: true;
}

const PLAIN: readonly Family[] = ['exclusive', 'reader-writer'];
const WW: readonly Family[] = ['ww'];
const BASE_LOCK: OpShape = {
  needs: ['lock'],
  may: ['nest_lock', 'ret'],
  families: WW,
  answers: WAITED,
};

export const OPS = {
  lock: {
    needs: ['lock'],
    may: ['mode', 'nest_lock', 'subclass', 'ret'],
    families: PLAIN,
    answers: WAITED,
  },
  trylock: {
    needs: ['lock', 'ret'],
    may: ['mode', 'nest_lock', 'subclass'],
    families: PLAIN,
    answers: TRIED,
  },
  unlock: { needs: ['lock'], may: ['mode', 'nest_lock', 'subclass', 'ret'], families: PLAIN },
  init: { needs: ['lock'], may: [] },
  free: { needs: ['lock'], may: [] },
  set_subclass: { needs: ['lock', 'subclass'], may: [] },
  assert_class_name_unchanged: { needs: ['lock'], may: ['subclass'] },
  ww_ctx_init: { needs: ['ctx'], may: [] },
  ww_ctx_done: { needs: ['ctx'], may: [] },
  ww_ctx_fini: { needs: ['ctx'], may: [] },
  ww_lock: {
    needs: ['lock'],
    may: ['ctx', 'ret'],
    families: WW,
    answers: WW_WAITED,
    ctxOrNone: true,
  },
  ww_lock_slow: { needs: ['lock', 'ctx'], may: ['ret'], families: WW, answers: WW_WAITED },
  ww_trylock: {
    needs: ['lock', 'ret'],
    may: ['ctx'],
    families: WW,
    answers: TRIED,
    ctxOrNone: true,
  },
  ww_unlock: { needs: ['lock'], may: ['ctx', 'ret'], families: WW, ctxOrNone: true },
  base_lock: BASE_LOCK,
  base_lock_interruptible: BASE_LOCK,
  base_lock_killable: BASE_LOCK,
  base_trylock: { needs: ['lock', 'ret'], may: ['nest_lock'], families: WW, answers: TRIED },
  base_unlock: { needs: ['lock'], may: ['nest_lock', 'ret'], families: WW },
  assert_ctx_untouched: { needs: ['lock'], may: [], families: WW },
  foreign_lock: { needs: ['lock', 'ctx'], may: [], families: WW },
  foreign_unlock: { needs: ['lock'], may: ['ctx'], families: WW },
  ctx_copy: { needs: ['dst', 'src'], may: ['stamp_delta'] },
  ctx_stamp: { needs: ['ctx', 'delta'], may: [] },
  ctx_set_class: { needs: ['ctx', 'class'], may: [] },
  ctx_set_acquired: { needs: ['ctx', 'value'], may: [] },
  set_owner_ctx: { needs: ['lock', 'ctx'], may: [], families: WW, ctxOrNone: true },
  fs_reclaim_acquire: { needs: ['gfp'], may: [] },
  fs_reclaim_release: { needs: ['gfp'], may: [] },
  might_alloc: { needs: ['gfp'], may: [] },
  memalloc_nofs_save: { needs: [], may: [] },
  memalloc_nofs_restore: { needs: [], may: [] },
} as const satisfies Record<string, OpShape>;

export type Verb = keyof typeof OPS;
export const VERBS = Object.keys(OPS) as Verb[];

export function shapeOf(verb: Verb): OpShape {
  return OPS[verb];
}
