import { appendFileSync, existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../base/errors.ts';
import { planCourse } from './course-plan.ts';
import type { LedgerHeader, Trial } from './ledger.ts';
import { type Ledger, readLedger } from './read-ledger.ts';

/** A ledger that is being written: each line is on disk before anything else happens. */
export class LedgerFile {
  readonly path: string;
  /** What is in it from before. */
  readonly trials: readonly Trial[];
  readonly header: LedgerHeader;
  #done: boolean;

  private constructor(
    path: string,
    from: { header: LedgerHeader; trials: readonly Trial[]; done: boolean },
  ) {
    this.path = path;
    this.header = from.header;
    this.trials = from.trials;
    this.#done = from.done;
  }

  /**
   * Begins a ledger, or goes on with the one that is there. Only what can be gone on with is touched.
   *
   * @throws {UsageError} where the file is something else, or is about something else
   */
  static open(path: string, header: LedgerHeader): LedgerFile {
    if (existsSync(path) && statSync(path).size > 0) return LedgerFile.#resume(path, header);
    try {
      writeFileSync(path, `${JSON.stringify(header)}\n`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(
        `the ledger ${path} cannot be written (${code})`,
        'give another --ledger',
      );
    }
    return new LedgerFile(path, { header, trials: [], done: false });
  }

  static #resume(path: string, header: LedgerHeader): LedgerFile {
    const ledger = readLedger(path);
    checkSame(path, ledger.header, header);
    checkPlanned(path, ledger);
    if (ledger.cut) truncateSync(path, ledger.wholeBytes);
    return new LedgerFile(path, ledger);
  }

  append(trials: readonly Trial[]): void {
    appendFileSync(this.path, trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''));
  }

  /** Nothing is missing. */
  close(): void {
    if (!this.#done) appendFileSync(this.path, '{"done":true}\n');
    this.#done = true;
  }
}

const MEND = 'repeat the options it was begun with, or give another --ledger';

/** Trials of other plans, machines or versions do not go together. */
function checkSame(path: string, begun: LedgerHeader, now: LedgerHeader): void {
  const differs = (what: string, before: unknown, after: unknown) => {
    if (isDeepStrictEqual(before, after)) return;
    throw new UsageError(
      `the ledger ${path} was begun with ${what} ${told(before)}, this is ${told(after)}`,
      MEND,
    );
  };
  differs('version', begun.tool, now.tool);
  for (const field of Object.keys(now.plan) as (keyof LedgerHeader['plan'])[]) {
    differs(field, begun.plan[field], now.plan[field]);
  }
  for (const field of ['cpu', 'cores', 'node'] as const) {
    differs(field, begun.host[field], now.host[field]);
  }
}

/** A trial that is another than the plan has in its place would be taken for it. */
function checkPlanned(path: string, { header, trials, lines }: Ledger): void {
  const course = planCourse(header.plan);
  for (const [i, { trial, cell, phase, copy, block }] of trials.entries()) {
    const planned = course[trial];
    const isPlanned =
      planned !== undefined &&
      isDeepStrictEqual(
        { cell, phase, copy, block },
        {
          cell: planned.cell,
          phase: planned.phase,
          copy: planned.copy,
          block: planned.block,
        },
      );
    if (isPlanned) continue;
    throw new UsageError(
      `${path}:${lines[i]}: trial ${trial} is not the one that the plan of this ledger has there`,
      'take this line out: its trial is then measured again',
    );
  }
}

function told(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}
