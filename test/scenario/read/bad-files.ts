/** A file that must be refused: where the error stands, and what it says. */
export interface BadFile {
  readonly what: string;
  readonly text: string;
  /** Of the file's name. Default: yaml. */
  readonly extension?: 'yaml' | 'json';
  readonly line: number;
  /** Pieces of the message or the mend, in any order. */
  readonly says: readonly string[];
}

const LOCKS =
  'locks: { A: mutex, B: mutex, R: rwsem, W: ww, X: ww, E: completion, F: fence, V: condition }';

/** One thread T1 with this list; its operations stand on lines 5, 6, ... */
function thread(...operations: readonly string[]): string {
  const items = operations.map((operation) => `    - ${operation}`);
  return ['scenario: s', LOCKS, 'threads:', '  T1:', ...items, ''].join('\n');
}

/** A file whose last key is this text, from line 3 on. */
function file(text: string): string {
  return `scenario: s\nlocks: { A: mutex }\n${text}\n`;
}

const OPERATIONS: readonly BadFile[] = [
  bad('an unknown verb', thread('lok A'), 5, 'thread T1', '"lok"', '"lock"'),
  bad('a verb that objects have', thread('constructor A'), 5, 'unknown operation'),
  bad('an unknown lock', thread('lock Q'), 5, 'thread T1', 'unknown lock "Q"', 'did you mean'),
  bad('an operation that is a number', thread('5'), 5, 'thread T1', 'not a text'),
  bad('an operation that is a mapping', thread('{ lock: A }'), 5, 'a mapping', 'lock A'),
  bad('an operation that is nothing', thread(''), 5, 'an operation is empty', 'lock A'),
  bad('an empty text as operation', thread('""'), 5, 'an operation is empty'),
  bad('a verb without its lock', thread('lock'), 5, 'lacks the name of a lock', 'lock M'),
  bad('a word too many', thread('unlock A B'), 5, 'a word too many: "B"', 'unlock M'),
  bad('a word too many behind a bare verb', thread('alloc 4096'), 5, 'a word too many', 'alloc'),
  bad('nested 0', thread('lock A nested 0', 'unlock A'), 5, '"nested"', 'from 1 to 7'),
  bad('nested 8', thread('lock A nested 8', 'unlock A'), 5, '"8"', 'from 1 to 7'),
  bad('nested x', thread('lock A nested x', 'unlock A'), 5, '"x"', 'from 1 to 7'),
  bad('nested nothing', thread('lock A nested', 'unlock A'), 5, 'nothing', 'from 1 to 7'),
  bad('something else than nested', thread('lock A nestd 1'), 5, '"nestd"', 'nested N'),
  bad('nested trylock', thread('trylock A nested 1', 'unlock A'), 5, 'a word too many'),
  bad('timedlock without its time', thread('timedlock A', 'unlock A'), 5, 'lacks its time'),
  bad('timedlock for no time', thread('timedlock A 0', 'unlock A'), 5, '"0"', 'milliseconds'),
  bad('timedlock for ever', thread('timedlock A 99999999'), 5, 'milliseconds from 1 to 60000'),
  bad('ww_lock without a context', thread('ww_begin c', 'ww_lock W'), 6, 'an acquire context'),
  bad('ww_lock_all without locks', thread('ww_begin c', 'ww_lock_all c'), 6, 'names of the locks'),
  bad('spawn of an unknown thread', thread('spawn T2'), 5, 'unknown thread "T2"', 'T1'),
];

const KINDS: readonly BadFile[] = [
  bad('lock of an rwsem', thread('lock R'), 5, 'thread T1', 'R is a rwsem', 'read R'),
  bad('read of a mutex', thread('read A'), 5, 'A is a mutex', 'trylock M'),
  bad('complete of a mutex', thread('complete A'), 5, 'A is a mutex'),
  bad('lock of a ww-mutex', thread('lock W'), 5, 'W is a ww', 'ww_lock W C'),
  bad('ww_lock of a mutex', thread('ww_begin c', 'ww_lock A c'), 6, 'A is a mutex'),
  bad('wait for a fence', thread('wait F'), 5, 'F is a fence', 'fence_wait'),
  bad('fence_wait for a completion', thread('fence_wait E'), 5, 'E is a completion'),
  bad('wait for a condition', thread('wait V'), 5, 'V is a condition', 'cond_wait'),
];

const BALANCE: readonly BadFile[] = [
  bad('unlock of what is not held', thread('unlock A'), 5, 'thread T1', 'A is not held'),
  bad('a second unlock', thread('lock A', 'unlock A', 'unlock A'), 7, 'A is not held'),
  bad('unlock of another lock', thread('lock A', 'unlock B'), 6, 'B is not held'),
  bad('a missing unlock', thread('lock A', 'work'), 5, 'thread T1', 'never given back', 'unlock A'),
  bad('one unlock for two locks', thread('lock A', 'lock A', 'unlock A'), 5, 'unlock A'),
  bad('a missing unread', thread('read R', 'work'), 5, 'never given back', 'unread R'),
  bad('unread of a writer', thread('write R', 'unread R'), 6, 'with "write"', 'unwrite R'),
  bad('unread of nothing', thread('unread R'), 5, 'R is not held'),
  bad('unwrite of a reader', thread('read R', 'unwrite R'), 6, 'with "read"', 'unread R'),
  bad('unwrite after a downgrade', thread('write R', 'downgrade R', 'unwrite R'), 7, 'unread R'),
  bad('downgrade of a reader', thread('read R', 'downgrade R'), 6, 'not held for writing'),
  bad('downgrade of nothing', thread('downgrade R'), 5, 'not held for writing', 'write R'),
  bad('trylock without unlock', thread('trylock A', 'work'), 5, 'unlock A', 'refused'),
  bad('trylock without unlock before exit', thread('trylock A', 'exit'), 5, 'unlock A', 'refused'),
  bad('tryread without unread', thread('tryread R'), 5, 'unread R', 'refused'),
  bad(
    'an unlock that only a granted try has a lock for',
    thread('trylock A', 'lock B', 'unlock A', 'unlock B'),
    8,
    'where "trylock A" of line 5 is refused',
    'B is not held',
  ),
  bad('endnofs without nofs', thread('endnofs'), 5, 'without "nofs"'),
  bad('nofs without endnofs', thread('nofs', 'alloc'), 5, 'endnofs'),
  bad('end_signalling without its begin', thread('end_signalling'), 5, 'begin_signalling'),
  bad('begin_signalling without its end', thread('begin_signalling'), 5, 'end_signalling'),
  bad('more locks than can be told apart', thread(...Array(41).fill('read R')), 45, 'at most 40'),
];

const CONTEXTS: readonly BadFile[] = [
  bad('ww_lock before ww_begin', thread('ww_lock W c'), 5, 'c, which is not live', 'ww_begin c'),
  bad('ww_lock under another', thread('ww_begin c', 'ww_lock W d'), 6, 'd, which is not live'),
  bad('ww_lock_all before ww_begin', thread('ww_lock_all c W X'), 5, 'ww_begin c'),
  bad(
    'ww_end with a lock held',
    thread('ww_begin c', 'ww_lock W c', 'ww_end c'),
    7,
    'while W is held',
  ),
  bad('ww_end without a begin', thread('ww_end c'), 5, 'not live here'),
  bad('two contexts at once', thread('ww_begin c', 'ww_begin d'), 6, 'context c is live'),
  bad('a context that is never ended', thread('ww_begin c', 'work'), 5, 'ww_end c'),
  bad('ww_unlock of what is not held', thread('ww_unlock W'), 5, 'W is not held'),
  bad(
    'reclaim with a context inside one',
    `${thread('ww_begin c', 'alloc', 'ww_end c')}reclaim: [ww_begin d, ww_end d]`,
    6,
    'while c is live',
  ),
];

const THREADS: readonly BadFile[] = [
  bad('a thread that spawns itself', thread('spawn T1'), 5, 'spawns itself'),
  bad('a thread that joins itself', thread('join T1'), 5, 'joins itself'),
  bad(
    'a thread spawned twice',
    file('threads:\n  T1: [spawn T2,\n    spawn T2]\n  T2: [work]'),
    5,
    'T2 is spawned twice',
    'line 4',
  ),
  bad(
    'threads that spawn each other',
    file('threads:\n  T1: [work]\n  T2: [spawn T3]\n  T3: [spawn T2]'),
    5,
    'T2 never starts',
  ),
  bad('no threads', file('threads: {}'), 3, 'there are no threads'),
  bad('no `threads:`', 'scenario: s\nlocks: { A: mutex }\n', 1, 'there are no threads'),
  bad('threads as a list', file('threads: [[lock A, unlock A]]'), 3, 'a list, not a mapping'),
  bad('a thread without a list', file('threads:\n  T1:\n'), 4, 'thread T1', 'empty', 'a list'),
  bad('a thread that is a text', file('threads: { T1: lock A }'), 3, 'thread T1', 'not a list'),
  bad('a thread named twice', file('threads:\n  T1: [work]\n  T1: [work]'), 5, 'twice'),
  bad('a thread named in two words', file('threads: { T 1: [work] }'), 3, '"T 1" is no name'),
  bad('65 threads', file(`threads: {${many(65, (i) => `T${i}: [work]`)}}`), 3, 'at most 64'),
  bad('alloc inside reclaim', file('threads: { T1: [alloc] }\nreclaim: [alloc]'), 4, 'reclaim'),
  bad('exit inside reclaim', file('threads: { T1: [alloc] }\nreclaim: [exit]'), 4, '"exit"'),
  bad(
    'an open lock in reclaim',
    file('threads: { T1: [alloc] }\nreclaim: [lock A]'),
    4,
    'unlock A',
  ),
  bad(
    'reclaim that is no list',
    file('threads: { T1: [alloc] }\nreclaim: lock A'),
    4,
    'not a list',
  ),
  bad(
    '100,001 operations',
    file(`threads: { T1: [${many(100_001, () => 'work')}] }`),
    3,
    'at most 100000',
  ),
  bad(
    'allocations that are more than 100,000 operations',
    file(`threads: { T1: [${many(400, () => 'alloc')}] }\nreclaim: [${many(400, () => 'work')}]`),
    3,
    'at most 100000',
  ),
];

const DECLARATIONS: readonly BadFile[] = [
  bad('an unknown kind', locks('A: mutx'), 2, 'lock A', '"mutx"', 'did you mean "mutex"'),
  bad('an unknown kind in a mapping', locks('A: { kind: spin }'), 2, 'unknown kind "spin"'),
  bad('no kind', locks('A: { class: c }'), 2, 'lock A', 'has no kind'),
  bad('nothing for a kind', locks('A: '), 2, 'lock A', 'has no kind'),
  bad('a missing space', locks('A:mutex'), 2, 'a space after the colon'),
  bad('a lock named in two words', locks('A B: mutex'), 2, '"A B" is no name'),
  bad('a lock named twice', locks('A: mutex, A: rwsem'), 2, '"A" stands here twice'),
  bad('locks as a list', 'scenario: s\nlocks: [A, B]\nthreads: { T1: [work] }', 2, 'not a mapping'),
  bad('an unknown key', locks('A: { kind: mutex, clas: c }'), 2, 'no key "clas"', '"class"'),
  bad('a policy of a mutex', locks('A: { kind: mutex, policy: wait-die }'), 2, 'has no policy'),
  bad('an unknown policy', locks('A: { kind: ww, policy: wait }'), 2, '"wait"', 'wait-die'),
  bad('a key that is no number', locks('A: { kind: mutex, key: x }'), 2, 'a whole number'),
  bad('a key with a fraction', locks('A: { kind: mutex, key: 1.5 }'), 2, 'a whole number'),
  bad('a key of a completion', locks('A: { kind: completion, key: 1 }'), 2, 'never held'),
  bad('a class that is a list', locks('A: { kind: mutex, class: [c] }'), 2, 'not a text'),
  bad(
    'two kinds in one class',
    locks('A: { kind: mutex, class: c }, B: { kind: rwsem, class: c }'),
    2,
    'another class',
  ),
  bad(
    'two policies in one class',
    locks('A: { kind: ww, class: c }, B: { kind: ww, class: c, policy: wound-wait }'),
    2,
    'wait-die',
  ),
  bad('a class of the instrument', locks('fs_reclaim: mutex'), 2, 'use alloc'),
  bad('1,001 locks', locks(many(1001, (i) => `L${i}: mutex`)), 2, 'at most 1000'),
];

const CLAIMS: readonly BadFile[] = [
  bad('no name', 'locks: { A: mutex }\nthreads: { T1: [work] }', 1, 'no name', 'scenario: name'),
  bad('an empty name', 'scenario:\nthreads: { T1: [work] }', 1, 'empty'),
  bad('a name that is a list', 'scenario: [s]\nthreads: { T1: [work] }', 1, 'a list, not a text'),
  bad('an unknown key', whole('expects: clean'), 3, '"expects"', '"expect"'),
  bad('a key twice', whole('threads: { T2: [work] }'), 3, '"threads" stands here twice'),
  bad('an expectation without `reachable`', whole('expect: {}'), 3, 'reachable: deadlock'),
  bad('a bare expectation', whole('expect: deadlock'), 3, 'reachable: deadlock'),
  bad('an unknown expectation', whole('expect: { reachable: deadlok }'), 3, '"deadlock"'),
  bad('an unknown key in `expect`', whole('expect: { reached: clean }'), 3, '"reached"'),
  bad('an unknown type to find', whole('finds: { type: cycle }'), 3, 'unknown type of finding'),
  bad('nothing to find', whole('finds: { level: possible }'), 3, 'has no type'),
  bad('an unknown level', whole('finds: { type: circular, level: sure }'), 3, '"sure"'),
  bad('an unknown lock to find', whole('finds: { type: circular, locks: [Q] }'), 3, '"Q"'),
  bad('an unknown detector', whole('finds: { type: circular, detector: luck }'), 3, '"luck"'),
  bad('a prime of an unknown class', whole('primes: [[A, Q]]'), 3, 'unknown class or lock "Q"'),
  bad('a prime of one class', whole('primes: [[A]]'), 3, 'two different classes'),
  bad('a fixed variant that changes nothing', whole('fixed: { summary: x }'), 3, 'changes nothing'),
  bad(
    'a fixed variant with a fault',
    whole('fixed: { threads: { T2: [lock A] } }'),
    3,
    'fixed, thread T2',
  ),
  bad('an unknown key in `fixed`', whole('fixed: { lock: {} }'), 3, '"lock"', '"locks"'),
  bad('a stage beside locks', whole('stage: { design: d, workload: w }'), 4, 'beside `stage:`'),
  bad('a stage without a workload', 'scenario: s\nstage: { design: d }', 2, 'a workload'),
  bad(
    'a trace beside a stage',
    'scenario: s\ntrace: {}\nstage: { design: d, workload: w }',
    2,
    'beside',
  ),
  bad('a trace that is a list', 'scenario: s\ntrace: []', 2, 'a list, not a mapping'),
  bad(
    'threads in the fixed variant of a stage',
    'scenario: s\nstage: { design: d, workload: w }\nfixed: { threads: { T1: [work] } }',
    3,
    'plays elsewhere',
  ),
];

const SYNTAX: readonly BadFile[] = [
  bad('an empty file', '', 1, 'the file is empty'),
  bad('nothing but comments', '# nothing\n\n', 1, 'the file is empty'),
  bad('a text', 'hello', 1, 'not a mapping'),
  bad('a tab as indentation', 'scenario: s\nthreads:\n\tT1: [work]\n', 3, 'bad YAML', 'spaces'),
  bad('an open bracket', 'scenario: s\nthreads: { T1: [lock A\n', 3, 'bad YAML'),
  bad('an open quote', 'scenario: "s\nthreads: {}\n', 3, 'bad YAML'),
  bad('a bad indentation', 'scenario: s\n threads: {}\n', 1, 'bad YAML'),
  bad('two documents', 'scenario: s\n---\nscenario: t\n', 2, 'a file of its own'),
  bad('an unknown tag', 'scenario: !lock s\nthreads: { T1: [work] }', 1, 'leave out the !tag'),
  bad('an alias of nothing', 'scenario: s\nthreads: { T1: *t }', 2, '*t stands for nothing'),
  bad('deep nesting', `scenario: ${'['.repeat(50_000)}`, 1, 'deep nesting'),
  bad(
    'an alias bomb',
    `scenario: s\nthreads:\n  T0: &l0 [work, work]\n${many(24, (i) => `  T${i + 1}: &l${i + 1} [*l${i}, *l${i}]`, '\n')}\n`,
    4,
    'a list, not a text',
  ),
  bad('an alias within itself', 'scenario: s\nthreads: &t { T1: *t }', 2, 'not a list'),
  json('a comma at the end', '{\n  "scenario": "s",\n}', 3, 'bad JSON'),
  json('a comment', '{\n  // why\n  "scenario": "s" }', 2, 'bad JSON'),
  json('a bare word', '{ "scenario": s }', 1, 'bad JSON'),
  json('no end', '{ "scenario": "s",\n', 2, 'bad JSON'),
  json('a key twice', '{ "scenario": "s",\n "scenario": "t" }', 2, 'stands here twice'),
  json('null for threads', '{ "scenario": "s",\n "threads": null }', 2, 'not a mapping'),
];

export const BAD_FILES: readonly BadFile[] = [
  ...OPERATIONS,
  ...KINDS,
  ...BALANCE,
  ...CONTEXTS,
  ...THREADS,
  ...DECLARATIONS,
  ...CLAIMS,
  ...SYNTAX,
];

function bad(what: string, text: string, line: number, ...says: readonly string[]): BadFile {
  return { what, text, line, says };
}

function json(what: string, text: string, line: number, ...says: readonly string[]): BadFile {
  return { what: `${what} in JSON`, text, extension: 'json', line, says };
}

function locks(text: string): string {
  return `scenario: s\nlocks: { ${text} }\nthreads: { T1: [work] }\n`;
}

/** A good file of two lines and one line more. */
function whole(line: string): string {
  return `scenario: s\nthreads: { T1: [work] }\n${line}\nlocks: { A: mutex }\n`;
}

function many(count: number, piece: (index: number) => string, between = ', '): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join(between);
}
