import { UsageError } from '../base/errors.ts';
import type { ExploreEngine } from '../explore/recording.ts';
import { findStrategy } from '../schedule/strategy-catalog.ts';
import { parseDuration } from './duration.ts';
import type { GivenOption } from './rerun-command.ts';
import { STRESS_STANDARD, type StressOptions, readStressRequest } from './stress-request.ts';
import { WORD_MAX, parseWhole } from './whole-number.ts';

/** The options of `explore` as the command line gives them: all text. */
export interface ExploreOptions
  extends Pick<
    StressOptions,
    'threads' | 'devices' | 'objects' | 'pages' | 'sharing' | 'memory' | 'ops' | 'json'
  > {
  readonly design?: string;
  readonly workload: string;
  readonly strategy: string;
  readonly schedules?: string;
  readonly duration: string;
  readonly engine?: string;
  readonly seed: string;
  readonly fixed?: boolean;
  /** False: what is found is left as it was found. */
  readonly shrink: boolean;
  readonly output?: string;
}

/** What they are when nobody gives them. */
export const EXPLORE_STANDARD = {
  workload: STRESS_STANDARD.workload,
  strategy: 'auto',
  duration: '30s',
  seed: STRESS_STANDARD.seed,
} as const;

/** What `explore` is to do, checked as far as it can be without reading a file. */
export interface ExploreChoice {
  /** Path of a file or name of a story; null: a design. */
  readonly scenario: string | null;
  readonly design: string | null;
  readonly workload: string;
  readonly sizes: Readonly<Record<string, number>>;
  /** Of all workers together; null: what is enough to meet most of what a design does. */
  readonly operations: number | null;
  readonly fixed: boolean;
  /** null: what suits the program. */
  readonly engine: ExploreEngine | null;
  readonly strategy: string;
  readonly schedules: number | null;
  readonly durationMs: number;
  readonly seed: number;
  readonly shrink: boolean;
  /** null: named after the program, in the current folder. */
  readonly output: string | null;
}

const ENGINES: readonly ExploreEngine[] = ['model', 'threads'];
/** Options of what a scenario has not. */
const OF_DESIGNS = ['threads', 'devices', 'objects', 'pages', 'sharing', 'memory', 'ops'] as const;
/** What a program of its own asks for is no way to look for something. */
const NO_SEARCH: readonly string[] = ['replay'];

/** @throws {UsageError} */
export function readExploreRequest(
  scenario: string | undefined,
  options: ExploreOptions,
): ExploreChoice {
  checkProgram(scenario, options);
  const { sizes, run } = readStressRequest({ ...STRESS_STANDARD, ...options, design: 'all' });
  const { strategy, duration, schedules } = options;
  if (strategy !== EXPLORE_STANDARD.strategy) checkStrategy(strategy, options);
  return {
    scenario: scenario ?? null,
    design: options.design ?? null,
    workload: options.workload,
    sizes: Object.fromEntries(Object.entries(sizes)),
    operations: run.operations ?? null,
    fixed: options.fixed ?? false,
    engine: engineOf(options),
    strategy,
    schedules: schedules === undefined ? null : parseWhole('--schedules', schedules, 1, WORD_MAX),
    durationMs: parseDuration('--duration', duration),
    seed: run.seed ?? 1,
    shrink: options.shrink,
    output: options.output ?? null,
  };
}

/** The options that make an exploration what it is, for the command that repeats it. */
export function exploreOptionsGiven(options: ExploreOptions): GivenOption[] {
  return [
    { flag: '--design', value: options.design },
    { flag: '--workload', value: options.workload, standard: EXPLORE_STANDARD.workload },
    { flag: '--threads', value: options.threads },
    { flag: '--devices', value: options.devices },
    { flag: '--objects', value: options.objects },
    { flag: '--pages', value: options.pages },
    { flag: '--sharing', value: options.sharing },
    { flag: '--memory', value: options.memory },
    { flag: '--ops', value: options.ops },
    { flag: '--fixed', value: options.fixed },
    { flag: '--engine', value: options.engine },
    { flag: '--strategy', value: options.strategy, standard: EXPLORE_STANDARD.strategy },
    { flag: '--schedules', value: options.schedules },
    { flag: '--duration', value: options.duration, standard: EXPLORE_STANDARD.duration },
    { flag: '--no-shrink', value: !options.shrink },
    { flag: '--seed', value: options.seed, always: true },
    { flag: '-o', value: options.output },
  ];
}

function checkProgram(scenario: string | undefined, options: ExploreOptions): void {
  if (scenario === undefined && options.design === undefined) {
    throw new UsageError('there is nothing to explore', 'name a scenario, or give --design');
  }
  if (scenario === undefined) {
    if (options.fixed !== true) return;
    throw new UsageError('--fixed goes with a scenario', 'name a scenario file, or leave it out');
  }
  const flags = OF_DESIGNS.flatMap((name) => (options[name] === undefined ? [] : [`--${name}`]));
  const wrong = [
    ...(options.design === undefined ? [] : ['--design']),
    ...(options.workload === EXPLORE_STANDARD.workload ? [] : ['--workload']),
    ...flags,
  ];
  if (wrong.length === 0) return;
  throw new UsageError(
    `${wrong.join(', ')}: for designs, not for the scenario ${scenario}`,
    'leave it out, or explore a design without naming a scenario',
  );
}

function checkStrategy(name: string, { engine }: ExploreOptions): void {
  findStrategy(name);
  if (NO_SEARCH.includes(name)) {
    throw new UsageError(`"${name}" looks for nothing`, 'use `lockyard replay` for a replay file');
  }
  if (name === 'steer' && engine === 'model') {
    throw new UsageError(
      'the strategy "steer" needs a run of real threads that it can predict from',
      'leave out --engine model; the model finds the deadlock without being steered',
    );
  }
}

function engineOf({ engine, design }: ExploreOptions): ExploreEngine | null {
  if (engine === undefined) return null;
  const found = ENGINES.find((name) => name === engine);
  if (found === undefined) {
    throw new UsageError(`--engine is "${engine}"`, `use one of: ${ENGINES.join(', ')}`);
  }
  if (found === 'model' && design !== undefined) {
    throw new UsageError(
      'the model engine knows scenarios, and no designs',
      'leave out --engine, or write the story as a scenario file',
    );
  }
  return found;
}
