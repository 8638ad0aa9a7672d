/** On which side of the shared memory a room runs. */
export type Side = 'thread' | 'coordinator' | 'both';

/** One row of the table "who may import whom". */
export interface Room {
  /** The room holds the files whose path begins so; the longest match counts. */
  readonly prefix: string;
  readonly side: Side;
  /** Prefixes of our own paths that the room may import, besides its own. */
  readonly ours: readonly string[];
  /** Prefixes of which it may import types only. */
  readonly types?: readonly string[];
  /** Packages and `node:` built-ins. */
  readonly packages?: readonly string[];
}

const BASE = 'src/base/';
const SHARED = 'src/shared/';
const VALIDATE = 'src/validate/';
const DEADLOCK = 'src/deadlock/';
const MEASURE = 'src/measure/';
const LOCK = 'src/lock/';
const SCHEDULE = 'src/schedule/';
const THREAD = 'src/thread/';
const RUN = 'src/run/';
const ARENA = 'src/arena/';
const REPORT = 'src/report/';
const PREDICT = 'src/predict/';
const SCENARIO = 'src/scenario/';
const TRACE = 'src/trace/';
const EXPLORE = 'src/explore/';
const COMPARE = 'src/compare/';
const PAGE = 'src/page/';
const ALL_INSTRUMENT = [
  BASE,
  SHARED,
  VALIDATE,
  DEADLOCK,
  MEASURE,
  LOCK,
  SCHEDULE,
  THREAD,
  PREDICT,
  RUN,
];

const FILES = ['node:fs', 'node:fs/promises', 'node:os', 'node:path', 'node:url', 'node:util'];
const STACK = [BASE, SHARED, LOCK, THREAD];
/** A stage is described in the instrument's terms, but built without its machinery. */
const STACK_TYPES = [VALIDATE, RUN];
/** The emulator's coordinator side: finds designs and workloads, and builds the stage of a run. */
const STAGE_FILES = [
  'design-catalog',
  'workload-catalog',
  'scenario-catalog',
  'module-folder',
  'stack-stage',
  'index',
];

/**
 * The import table of the house as data. A file that no row covers breaks the rule, so that a new
 * room gets its row together with its first file.
 */
const IMPORT_TABLE: readonly Room[] = [
  { prefix: BASE, side: 'both', ours: [] },
  { prefix: SHARED, side: 'both', ours: [BASE] },
  { prefix: VALIDATE, side: 'thread', ours: [BASE, SHARED] },
  { prefix: MEASURE, side: 'thread', ours: [BASE, SHARED] },
  { prefix: DEADLOCK, side: 'thread', ours: [BASE, SHARED, VALIDATE] },
  {
    prefix: 'src/deadlock/watchdog',
    side: 'coordinator',
    ours: [BASE, SHARED, VALIDATE, DEADLOCK],
  },
  { prefix: SCHEDULE, side: 'thread', ours: [BASE, SHARED] },
  { prefix: LOCK, side: 'thread', ours: [BASE, SHARED, VALIDATE, DEADLOCK, MEASURE, SCHEDULE] },
  { prefix: THREAD, side: 'thread', ours: [BASE, SHARED, LOCK, SCHEDULE], types: [VALIDATE] },
  // What the kernel says of the calling thread.
  {
    prefix: `${THREAD}cpu-account.ts`,
    side: 'thread',
    ours: [BASE, SHARED],
    packages: ['node:fs'],
  },
  {
    prefix: ARENA,
    side: 'thread',
    ours: [BASE, SHARED, VALIDATE, LOCK, THREAD],
    packages: ['node:process'],
  },
  // The main side of an arena: looks on, never waits.
  { prefix: `${ARENA}arena.ts`, side: 'coordinator', ours: [...ALL_INSTRUMENT, ARENA] },
  { prefix: PREDICT, side: 'both', ours: [BASE, SHARED], types: [VALIDATE] },
  {
    prefix: RUN,
    side: 'coordinator',
    ours: ALL_INSTRUMENT,
    packages: [...FILES, 'node:worker_threads', 'node:timers/promises', 'piscina', 'async-mutex'],
  },
  // Judges by the threads' own validator, though no thread runs.
  { prefix: TRACE, side: 'both', ours: [BASE, SHARED, VALIDATE, LOCK] },
  {
    prefix: SCENARIO,
    side: 'coordinator',
    ours: [BASE, SHARED],
    types: [VALIDATE, RUN],
    packages: [...FILES, 'yaml'],
  },
  // What each thread runs of a scenario.
  {
    prefix: `${SCENARIO}play/`,
    side: 'thread',
    ours: [BASE, SHARED, LOCK, THREAD, SCHEDULE, SCENARIO],
  },
  {
    prefix: `${SCENARIO}actor.ts`,
    side: 'thread',
    ours: [BASE, SHARED, LOCK, THREAD, SCHEDULE, SCENARIO],
  },
  // The same programs in one thread, for searches.
  { prefix: `${SCENARIO}model/`, side: 'both', ours: [BASE, SHARED, SCHEDULE, SCENARIO] },
  {
    prefix: EXPLORE,
    side: 'coordinator',
    ours: [...ALL_INSTRUMENT, SCENARIO, TRACE, 'emulator/index.ts'],
    packages: [...FILES, 'node:crypto', 'node:child_process', 'node:events', 'node:worker_threads'],
  },
  {
    prefix: COMPARE,
    side: 'coordinator',
    ours: [...ALL_INSTRUMENT],
    packages: [...FILES, 'node:child_process', 'node:crypto'],
  },
  // Pictures: what reports are in words.
  {
    prefix: PAGE,
    side: 'coordinator',
    ours: [BASE, REPORT, COMPARE],
    types: ALL_INSTRUMENT,
    packages: [...FILES, 'node:child_process', 'node:crypto'],
  },
  {
    prefix: REPORT,
    side: 'coordinator',
    ours: [BASE],
    types: [...ALL_INSTRUMENT, SCENARIO, TRACE, EXPLORE, COMPARE],
    packages: ['node:util', 'cli-table3'],
  },
  {
    prefix: 'src/cli/',
    side: 'coordinator',
    ours: [...ALL_INSTRUMENT, SCENARIO, TRACE, EXPLORE, COMPARE, PAGE, REPORT, 'emulator/index.ts'],
    packages: [
      ...FILES,
      'node:crypto',
      'node:inspector',
      'node:process',
      'commander',
      'log-update',
    ],
  },
  { prefix: 'src/index.ts', side: 'both', ours: [...ALL_INSTRUMENT, ARENA, REPORT] },
  { prefix: 'emulator/', side: 'thread', ours: STACK, types: STACK_TYPES },
  {
    prefix: 'emulator/swap.ts',
    side: 'thread',
    ours: [...STACK, 'emulator/'],
    types: STACK_TYPES,
    packages: ['node:fs'],
  },
  ...STAGE_FILES.map(
    (name): Room => ({
      prefix: `emulator/${name}.ts`,
      side: 'coordinator',
      ours: [...STACK, 'emulator/'],
      types: STACK_TYPES,
      packages: [...FILES, 'node:crypto'],
    }),
  ),
  {
    prefix: 'bench/',
    side: 'both',
    ours: ['src/', 'emulator/'],
    packages: [
      ...[...FILES, 'node:timers/promises', 'node:worker_threads', 'node:child_process'],
      ...['tinybench', 'async-mutex', 'multithreading'],
    ],
  },
];

/** The row of a file; undefined for tests and configuration, which may import anything. */
export function roomOf(path: string, table: readonly Room[] = IMPORT_TABLE): Room | undefined {
  let best: Room | undefined;
  for (const room of table) {
    if (!path.startsWith(room.prefix)) continue;
    if (best === undefined || room.prefix.length > best.prefix.length) best = room;
  }
  return best;
}
