import { UsageError } from '../base/errors.ts';
import { chromeTrace } from '../page/trace/chrome-trace.ts';
import { TIMES_MAX } from '../run/plan-run.ts';
import type { RunResult } from '../run/run-result.ts';
import { ringCapacity } from '../shared/event-ring.ts';
import { OutputFile } from './output-file.ts';
import type { GivenOption } from './rerun-command.ts';
import type { StressOptions } from './stress-request.ts';
import { TOOL } from './tool-version.ts';
import { parseWhole } from './whole-number.ts';

/** Lock events with times that each thread keeps for a trace: a design's trace is about 1 MB. */
export const TIMES_OF_TRACE = 2048;

/** What is to be recorded for `--trace` and `--times`. @throws {UsageError} */
export function timesAsked({
  times,
  trace,
  json,
}: Pick<StressOptions, 'times' | 'trace' | 'json'>): { readonly times?: number } {
  if (times === undefined) return trace === undefined ? {} : { times: TIMES_OF_TRACE };
  const count = parseWhole('--times', times, 0, TIMES_MAX);
  if (count === 0 && trace !== undefined) {
    throw new UsageError(
      `--times 0 leaves nothing to write to ${trace}`,
      'give --times a number, or leave it out',
    );
  }
  if (count > 0 && trace === undefined && json !== true) {
    throw new UsageError(
      `--times ${times} records what nobody would see`,
      'add --trace and a file to write, or --json',
    );
  }
  return { times: count };
}

/** Of the command that runs it again: what was asked for with `--times` and `--trace`. */
export function timesGiven({
  times,
  trace,
  json,
}: Pick<StressOptions, 'times' | 'trace' | 'json'>): readonly GivenOption[] {
  return [
    { flag: '--times', value: times },
    { flag: '--trace', value: trace },
    // Times that nobody would see are refused.
    { flag: '--json', value: times !== undefined && trace === undefined && json === true },
  ];
}

/** Events of all runs together that a document can hold: a trace of as many has about 250 MB. */
const EVENTS_MOST = 2_000_000;

/**
 * Before anything is run: `threads` of all runs together.
 *
 * @throws {UsageError} where what they keep is more than one document can hold
 */
export function checkTimes(times: number | undefined, threads: number): void {
  if (times === undefined || times === 0) return;
  const events = ringCapacity(times) * threads;
  if (events <= EVENTS_MOST) return;
  const fitting = 2 ** Math.floor(Math.log2(EVENTS_MOST / threads));
  throw new UsageError(
    `--times ${times} would keep up to ${events} events of ${threads} threads in one document`,
    `give --times ${fitting} or less, or run fewer at once`,
  );
}

/** A run by the name that its tracks get. */
interface RunToTrace {
  readonly name: string;
  readonly result: RunResult;
}

/** Where a session's trace goes; without `--trace` nowhere. */
export class StressTrace {
  readonly #output: OutputFile | null;

  /** @throws {UsageError} where it is plain already that the file cannot be written */
  constructor(file: string | undefined) {
    this.#output = file === undefined ? null : new OutputFile(file, '--trace');
    this.#output?.check();
  }

  /**
   * One document of all runs, for Perfetto; `say` tells people of it. A session without a lock event
   * writes none.
   *
   * @throws {UsageError} when the file cannot be written after all
   */
  write(runs: readonly RunToTrace[], tool: string, say: (text: string) => void): void {
    if (this.#output === null) return;
    const { file } = this.#output;
    const traced = runs.flatMap(({ name, result: { events } }) =>
      events === undefined || events.events.length === 0 ? [] : [{ name, record: events }],
    );
    if (traced.length === 0) {
      say(`${TOOL}: no lock event was recorded, so ${file} was not written\n`);
      return;
    }
    const bytes = this.#output.write(chromeTrace(traced, tool));
    const lost = traced.reduce((sum, { record }) => sum + record.lost, 0);
    const newest = lost === 0 ? '' : ', the newest events of each thread; --times keeps more';
    say(`${file}: ${Math.ceil(bytes / 1000)} kB for ui.perfetto.dev${newest}\n`);
  }
}
