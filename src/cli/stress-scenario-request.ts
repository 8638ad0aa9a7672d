import { UsageError } from '../base/errors.ts';
import { RUN_DEFAULTS } from '../run/plan-run.ts';
import type { InstrumentationLevel } from '../shared/plan.ts';
import { type GivenOption, rerunCommand } from './rerun-command.ts';
import type { StressOptions } from './stress-request.ts';
import { readStressRequest } from './stress-request.ts';
import { timesGiven } from './stress-trace.ts';
import { WORD_MAX, parseWhole } from './whole-number.ts';

/** Rounds when nobody says how many; with them goes a limit of time. */
const ROUNDS_DEFAULT = 200;
const DURATION_DEFAULT_MS = 10_000;

/** What `stress FILE...` is to do, checked as far as it can be without reading a file. */
export interface ScenarioRequest {
  /** Paths of files, and names of stories. */
  readonly given: readonly string[];
  /** Run the mended variants. */
  readonly fixed: boolean;
  /** Of each scenario, at most; 0: no limit. */
  readonly rounds: number;
  /** Of each scenario, at most; 0: no limit. */
  readonly durationMs: number;
  readonly seed: number;
  readonly level: InstrumentationLevel;
  /** Undefined: what suits the scenario. */
  readonly stallMs?: number;
  readonly chains?: number;
  /** Lock events with their times that each thread keeps. */
  readonly times?: number;
}

/** Options of what a scenario has not: sizes of the emulated stack, and a load worth measuring. */
const OF_DESIGNS = {
  threads: '--threads',
  devices: '--devices',
  objects: '--objects',
  pages: '--pages',
  sharing: '--sharing',
  memory: '--memory',
  ops: '--ops',
  locks: '--locks',
  clockHolds: '--clock-holds',
} as const satisfies Partial<Record<keyof StressOptions, string>>;

/** @throws {UsageError} */
export function readScenarioRequest(
  given: readonly string[],
  options: StressOptions,
  standard: Pick<StressOptions, 'design' | 'workload'>,
): ScenarioRequest {
  const wrong = [
    ...(options.design === standard.design ? [] : ['--design']),
    ...(options.workload === standard.workload ? [] : ['--workload']),
    ...Object.entries(OF_DESIGNS).flatMap(([name, flag]) =>
      options[name as keyof typeof OF_DESIGNS] === undefined ? [] : [flag],
    ),
  ];
  if (wrong.length > 0) {
    throw new UsageError(
      `${wrong.join(', ')}: for designs, not for the scenario ${given[0]}`,
      'leave it out, or run a design without naming a scenario',
    );
  }
  const { run } = readStressRequest(options);
  const limitless = options.rounds === undefined && run.durationMs === undefined;
  return {
    given,
    fixed: options.fixed ?? false,
    rounds: roundsOf(options, limitless),
    durationMs: run.durationMs ?? (limitless ? DURATION_DEFAULT_MS : 0),
    seed: run.seed ?? RUN_DEFAULTS.seed,
    level: run.level ?? RUN_DEFAULTS.level,
    ...(run.stallMs === undefined ? {} : { stallMs: run.stallMs }),
    ...(run.chains === undefined ? {} : { chains: run.chains }),
    ...(run.times === undefined ? {} : { times: run.times }),
  };
}

/** The command that runs some of a request again. */
export function scenarioRerun(
  given: readonly string[],
  options: StressOptions,
  standard: Pick<StressOptions, 'level'>,
): string {
  const told: GivenOption[] = [
    { flag: '--fixed', value: options.fixed },
    { flag: '--rounds', value: options.rounds },
    { flag: '--duration', value: options.duration },
    { flag: '--stall', value: options.stall },
    { flag: '--chains', value: options.chains },
    { flag: '--level', value: options.level, standard: standard.level },
    { flag: '--seed', value: options.seed, always: true },
    ...timesGiven(options),
  ];
  return rerunCommand(['stress', ...given.map(shellWord)].join(' '), told);
}

/** A path as a POSIX shell takes it. */
function shellWord(path: string): string {
  return /^[\w./+=-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function roundsOf({ rounds }: StressOptions, limitless: boolean): number {
  if (rounds !== undefined) return parseWhole('--rounds', rounds, 1, WORD_MAX);
  return limitless ? ROUNDS_DEFAULT : 0;
}
