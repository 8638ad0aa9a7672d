import { UsageError } from '../base/errors.ts';
import type { InstrumentationLevel } from '../shared/plan.ts';
import { sweepWorkloads } from './bench-workload.ts';
import { parseDuration } from './duration.ts';
import { LEVELS, SIZE_RANGES } from './stress-request.ts';
import { WORD_MAX, parseWhole } from './whole-number.ts';

/** The options of `bench` as the command line gives them: all text. */
export interface BenchOptions {
  readonly design: string;
  readonly reference?: string;
  readonly workload: string;
  readonly sweep?: readonly string[];
  readonly threads?: string;
  readonly trials: string;
  readonly duration: string;
  readonly warmUp: string;
  readonly level: string;
  readonly seed: string;
  readonly injectDelay?: string;
  readonly ledger?: string;
  readonly saveBaseline?: string;
  readonly baseline?: string;
  readonly failOn?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly markdown?: boolean;
}

/**
 * What they are when nobody gives them: the clean designs on two workloads. Six designs, the
 * reference once more than the others, take turns of 80 ms on both workloads, 25 each in a block: 28
 * seconds, and fourteen to start, to warm up and to change turns. Twelve blocks of 2 s for each are
 * less than eight and a half minutes on two cores that are quiet.
 */
export const BENCH_STANDARD = {
  design: 'clean',
  workload: 'small-bo-mmap,reclaim-pressure',
  trials: '12',
  duration: '2s',
  warmUp: '2s',
  level: 'full',
  seed: '1',
} as const satisfies BenchOptions;

/** The design that the others are compared with, where it is among them. */
export const STANDARD_REFERENCE = 'i915-2018';

export type BenchForm = 'text' | 'json' | 'csv' | 'markdown';

/** What `bench` is to do, checked as far as it can be without looking at designs and workloads. */
export interface BenchRequest {
  readonly designs: readonly string[];
  readonly reference: string | undefined;
  readonly workloads: readonly string[];
  readonly threads: readonly number[];
  readonly trials: number;
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly level: InstrumentationLevel;
  readonly seed: number;
  readonly injectDelay: string | undefined;
  readonly ledger: string | undefined;
  readonly saveBaseline: string | undefined;
  readonly baseline: string | undefined;
  readonly failOnSlower: boolean;
  readonly form: BenchForm;
}

const TRIALS_MAX = 1000;

/**
 * As many workers as cores, so that the locks are measured and not the scheduler; but one alone meets
 * nobody, and many more than a few only take longer.
 */
export function standardThreads(cores: number): string {
  return String(Math.min(8, Math.max(2, cores)));
}

/** @throws {UsageError} */
export function readBenchRequest(options: BenchOptions, cores: number): BenchRequest {
  const { least, most } = SIZE_RANGES.threads;
  const threads = listOf('--threads', options.threads ?? standardThreads(cores)).map((text) =>
    parseWhole('--threads', text, least, most),
  );
  const level = LEVELS.find((word) => word === options.level);
  if (level === undefined) {
    throw new UsageError(`--level is "${options.level}"`, `use one of: ${LEVELS.join(', ')}`);
  }
  if (level === 'off' && options.injectDelay !== undefined) {
    throw new UsageError(
      '--inject-delay needs locks that are watched',
      'use --level stats or more',
    );
  }
  if (options.failOn !== undefined && options.failOn !== 'slower') {
    throw new UsageError(`--fail-on is "${options.failOn}"`, 'write --fail-on slower');
  }
  return {
    designs: listOf('--design', options.design),
    reference: options.reference,
    workloads: [
      ...new Set(sweepWorkloads(listOf('--workload', options.workload), options.sweep ?? [])),
    ],
    threads: [...new Set(threads)],
    trials: parseWhole('--trials', options.trials, 1, TRIALS_MAX),
    durationMs: parseDuration('--duration', options.duration),
    warmUpMs: parseDuration('--warm-up', options.warmUp),
    level,
    seed: parseWhole('--seed', options.seed, 0, WORD_MAX),
    injectDelay: options.injectDelay,
    ledger: options.ledger,
    saveBaseline: options.saveBaseline,
    baseline: options.baseline,
    failOnSlower: options.failOn === 'slower',
    form: formOf(options),
  };
}

function listOf(option: string, text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (!names.includes('')) return names;
  throw new UsageError(`${option} "${text}" has an empty name`, `write ${option} a,b`);
}

function formOf(options: BenchOptions): BenchForm {
  const forms = (['json', 'csv', 'markdown'] as const).filter((form) => options[form] === true);
  if (forms.length > 1) {
    const given = forms.map((form) => `--${form}`).join(' and ');
    throw new UsageError(`there is one output: ${given} do not go together`, 'give one of them');
  }
  return forms[0] ?? 'text';
}
