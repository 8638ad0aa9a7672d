import type { RejectionReason } from '../src/validate/finding.ts';

/** R: deadlocks or hangs. P: only another schedule does. M: misuse. -: harmless, a report is wrong. */
export type Truth = 'R' | 'P' | 'M' | '-';

/**
 * What another tool made of a scenario. `h` is the worst: it hung without a word. `-`: the tool has no
 * such lock, or the scenario was not run with it.
 */
export type OtherAnswer = 'y' | 'm' | 'h' | '.' | 'F' | '-';

export interface ValidatorRow {
  readonly name: string;
  readonly truth: Truth;
  /** One letter per tool of `OTHER_TOOLS`. */
  readonly others: string;
  /** Of a good one: why what its orders make possible never happens. None: nothing is possible. */
  readonly ruledOutBy?: readonly RejectionReason[];
}

export interface OtherTool {
  readonly name: string;
  /** Of its column, a few letters wide. */
  readonly head: readonly string[];
}

/** In the order of the letters. */
export const OTHER_TOOLS: readonly OtherTool[] = [
  { name: 'lockdep', head: ['lock', 'dep'] },
  { name: 'TSan', head: ['TSan'] },
  { name: 'Helgrind', head: ['Hel-', 'grind'] },
  { name: 'DRD', head: ['DRD'] },
  { name: 'Abseil', head: ['Ab', 'seil'] },
  { name: 'go-deadlock', head: ['go', 'dead', 'lock'] },
  { name: 'parking_lot', head: ['park', 'ing_', 'lot'] },
  { name: 'tracing-mutex', head: ['trac', 'ing', 'mutex'] },
  { name: 'Java', head: ['Java'] },
];

/** Where the letters come from. */
export const OTHERS_SOURCE = `\
The other tools: the same scenarios in C, Go, Rust and Java, measured on 2 cores. lockdep of Linux
6.1 (user-mode, PROVE_LOCKING); TSan of gcc and clang 14, which agree; valgrind Helgrind and DRD;
absl::Mutex kReport; go-deadlock with a time-out of 1 s; parking_lot deadlock_detection;
tracing-mutex; Java monitors and ReentrantLock with findDeadlockedThreads.`;

/** The scenarios of `validators/`: the file is the name with dashes. */
export const VALIDATOR_ROWS: readonly ValidatorRow[] = [
  { name: 'clean', truth: '-', others: '- . . . . . . . .' },
  { name: 'aa', truth: 'R', others: 'y h y y y y y y h' },
  { name: 'aa_rec', truth: '-', others: '- . . . - - - - .' },
  { name: 'abba_seq', truth: 'P', others: 'y y y m y y m y m' },
  { name: 'abba_real', truth: 'R', others: 'y h h h y y y y y' },
  { name: 'abba_real_hist', truth: 'R', others: '- y h h - y y y -' },
  { name: 'ring3_pot', truth: 'P', others: 'y y y m y m m y m' },
  { name: 'ring3_real', truth: 'R', others: '- h h h - y y y y' },
  { name: 'ring5_pot', truth: 'P', others: '- y y m y m m y m' },
  { name: 'ring5_real', truth: 'R', others: 'y h h h - y y y y' },
  { name: 'abba_gate', truth: '-', others: 'F F F . F F . F .', ruledOutBy: ['gate-lock'] },
  { name: 'abba_hb', truth: '-', others: 'F F F . F F . F .', ruledOutBy: ['ordered-by-join'] },
  {
    name: 'abba_datahb',
    truth: '-',
    others: '- F F . - - - - -',
    ruledOutBy: ['ordered-by-completion'],
  },
  { name: 'abba_1thr', truth: '-', others: 'F F F . F F . F -', ruledOutBy: ['same-thread'] },
  { name: 'trylock_abba', truth: '-', others: '. . F . . F . F -', ruledOutBy: ['gives-up'] },
  { name: 'timedlock_abba', truth: '-', others: '- . F . - - - - F', ruledOutBy: ['gives-up'] },
  { name: 'rw_rr', truth: 'P', others: 'y m m m - y m y m' },
  { name: 'rw_rr_real', truth: 'R', others: '- h h h - y y y -' },
  { name: 'rr_abba', truth: '-', others: 'F F F . F F . F -', ruledOutBy: ['readers-only'] },
  { name: 'rw_abba_pot', truth: 'P', others: 'y y y m - y m y -' },
  { name: 'rw_abba_real', truth: 'R', others: '- h h h - - y y h' },
  { name: 'inst_order', truth: '-', others: 'F . . . - . . . -', ruledOutBy: ['instance-order'] },
  { name: 'inst_gen', truth: 'P', others: '- m m m - m m m -' },
  { name: 'class_gen', truth: 'P', others: 'y m m m - - - - -' },
  { name: 'addr_reuse', truth: '-', others: '- . . . . F . . -' },
  {
    name: 'handoverhand',
    truth: '-',
    others: 'F F F . F . . F -',
    ruledOutBy: ['released-between'],
  },
  { name: 'cv_lost', truth: 'R', others: 'h h h h - h h h h' },
  { name: 'cv_heldlock', truth: 'R', others: '- h h h - - - - -' },
  { name: 'unlock_nonowner', truth: 'M', others: 'y y y y - m - - y' },
  { name: 'unlock_unlocked', truth: 'M', others: 'y y y y - m - - -' },
  { name: 'destroy_held', truth: 'M', others: 'y y y y - - - - -' },
  { name: 'leak_exit', truth: 'R', others: 'y h y y h y h h h' },
  { name: 'sem_cross_pot', truth: 'P', others: 'm m m m - m m m m' },
  { name: 'sem_cross_real', truth: 'R', others: 'h h h h - y h h h' },
  { name: 'join_held', truth: 'R', others: '- h h h - y h h h' },
  { name: 'reclaim_real', truth: 'R', others: '- h y y - y - - -' },
  { name: 'reclaim_pot', truth: 'P', others: '- m m m - - - - -' },
  { name: 'reclaim_annot', truth: 'P', others: 'y y y m - - - - -' },
  { name: 'ww_backoff', truth: '-', others: '. . F . - F . F -' },
];

/** Letters of a row, one per tool. */
export function othersOf(row: ValidatorRow): OtherAnswer[] {
  return row.others.split(' ') as OtherAnswer[];
}
