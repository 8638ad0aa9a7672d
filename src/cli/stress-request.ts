import type { WorkloadSizes } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import { EVENTS_MAX, RUN_DEFAULTS, type RunOptions } from '../run/plan-run.ts';
import type { InstrumentationLevel, OnDeadlock } from '../shared/plan.ts';
import { parseDuration } from './duration.ts';
import { timesAsked } from './stress-trace.ts';
import { WORD_MAX, parseWhole } from './whole-number.ts';

/** The options of `stress` as the command line gives them: all text. */
export interface StressOptions {
  readonly design: string;
  readonly workload: string;
  readonly threads?: string;
  readonly devices?: string;
  readonly objects?: string;
  readonly pages?: string;
  readonly sharing?: string;
  readonly memory?: string;
  readonly duration?: string;
  readonly ops?: string;
  readonly stall?: string;
  /** Of scenarios only. */
  readonly rounds?: string;
  /** Of scenarios only. */
  readonly fixed?: boolean;
  readonly chains?: string;
  readonly events?: string;
  readonly times?: string;
  readonly onDeadlock: string;
  readonly level: string;
  readonly seed: string;
  readonly clockHolds?: boolean;
  readonly locks?: boolean;
  readonly trace?: string;
  readonly json?: boolean;
}

/** What they are when nobody gives them. */
export const STRESS_STANDARD = {
  design: 'all',
  workload: 'mixed',
  onDeadlock: RUN_DEFAULTS.onDeadlock,
  level: RUN_DEFAULTS.level,
  seed: String(RUN_DEFAULTS.seed),
} as const satisfies StressOptions;

/** What `stress` is to do, checked as far as it can be without looking at designs and workloads. */
export interface StressRequest {
  /** Names and paths; `all` stands for every design of the package. */
  readonly designs: readonly string[];
  readonly workload: string;
  /** What was given; the workload has defaults for the rest. */
  readonly sizes: Partial<WorkloadSizes>;
  readonly run: RunOptions;
}

export const LEVELS: readonly InstrumentationLevel[] = ['off', 'stats', 'order', 'full'];
export const ON_DEADLOCK: readonly OnDeadlock[] = ['recover', 'stop'];

/** A row of the chain automaton is about 300 bytes. */
const CHAINS_MAX = 1_000_000;

interface SizeRange {
  readonly option: string;
  readonly least: number;
  readonly most: number;
}

/** What the stack takes (it checks again, for those who come without a command line). */
export const SIZE_RANGES: Readonly<Record<keyof WorkloadSizes, SizeRange>> = {
  threads: { option: '--threads', least: 1, most: 64 },
  devices: { option: '--devices', least: 2, most: 8 },
  objects: { option: '--objects', least: 4, most: 4096 },
  pagesPerObject: { option: '--pages', least: 1, most: 1000 },
  sharing: { option: '--sharing', least: 1, most: 100 },
  memory: { option: '--memory', least: 10, most: 1000 },
};

/** @throws {UsageError} */
export function readStressRequest(options: StressOptions): StressRequest {
  const designs = options.design.split(',').map((name) => name.trim());
  if (designs.includes('')) {
    throw new UsageError(`--design "${options.design}" has an empty name`, 'write --design a,b');
  }
  return {
    designs,
    workload: options.workload,
    sizes: {
      ...size('threads', options.threads),
      ...size('devices', options.devices),
      ...size('objects', options.objects),
      ...size('pagesPerObject', options.pages),
      ...size('sharing', options.sharing),
      ...size('memory', options.memory),
    },
    run: {
      ...time('durationMs', '--duration', options.duration),
      ...time('stallMs', '--stall', options.stall),
      ...(options.ops === undefined
        ? {}
        : { operations: parseWhole('--ops', options.ops, 1, WORD_MAX) }),
      ...(options.chains === undefined
        ? {}
        : { chains: parseWhole('--chains', options.chains, 1, CHAINS_MAX) }),
      ...(options.events === undefined
        ? {}
        : { events: parseWhole('--events', options.events, 0, EVENTS_MAX) }),
      ...timesAsked(options),
      level: oneOf('--level', options.level, LEVELS),
      onDeadlock: oneOf('--on-deadlock', options.onDeadlock, ON_DEADLOCK),
      seed: parseWhole('--seed', options.seed, 0, WORD_MAX),
      clockHolds: options.clockHolds ?? false,
    },
  };
}

function size<const K extends keyof WorkloadSizes>(
  field: K,
  text: string | undefined,
): { readonly [P in K]?: number } {
  if (text === undefined) return {};
  const { option, least, most } = SIZE_RANGES[field];
  return { [field]: parseWhole(option, text, least, most) } as { [P in K]: number };
}

function time<const K extends string>(
  field: K,
  option: string,
  text: string | undefined,
): { readonly [P in K]?: number } {
  if (text === undefined) return {};
  return { [field]: parseDuration(option, text) } as { [P in K]: number };
}

function oneOf<T extends string>(option: string, text: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new UsageError(`${option} is "${text}"`, `use one of: ${words.join(', ')}`);
}
