import { copyFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { compareTrials } from '../compare/comparison.ts';
import { planCourse } from '../compare/course-plan.ts';
import { type CourseProgress, runCourse } from '../compare/course.ts';
import { LedgerFile } from '../compare/ledger-file.ts';
import { measuredOnce } from '../compare/measured-once.ts';
import { LEDGER, type LedgerHeader, type Trial } from '../compare/ledger.ts';
import { compareWithStored } from '../compare/stored-comparison.ts';
import type { BenchOutcome } from '../report/bench-outcome.ts';
import { thisHost } from './bench-host.ts';
import { type Preparation, prepareBench } from './bench-preparation.ts';
import { BenchProcesses } from './bench-processes.ts';
import type { BenchRequest } from './bench-request.ts';
import { EXIT, exitStatusOfError } from './exit-status.ts';
import type { ExitTrap } from './exit-trap.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** Those who look on. */
export interface BenchAudience {
  readonly interrupt: AbortSignal;
  readonly exits: ExitTrap;
  /** Once, before the first trial. */
  begun(ledger: string, measured: number): void;
  progress(progress: CourseProgress): void;
}

export interface BenchSession {
  readonly outcome: BenchOutcome;
  /** What ended the session before its last trial; the outcome has all results so far. */
  readonly failure: unknown;
}

/** Measures what is missing in the ledger and compares all that is in it. */
export async function runBench(
  request: BenchRequest,
  rerun: string,
  audience: BenchAudience,
): Promise<BenchSession> {
  const prepared = await prepareBench(request, audience.exits);
  const ledger = LedgerFile.open(prepared.ledgerPath, headerOf(prepared));
  audience.begun(ledger.path, ledger.trials.length);
  const trials = [...ledger.trials];
  let failure: unknown;
  const processes = new BenchProcesses(prepared.competitors, prepared.plan, audience.interrupt);
  try {
    const { complete } = await runCourse(prepared.plan, ledger.trials, {
      measure: (sitting, told) => processes.measure(sitting, told),
      record: (measured) => {
        ledger.append(measured);
        trials.push(...measured);
      },
      progress: (progress) => audience.progress(progress),
      nowMs: () => performance.now(),
    });
    if (complete) ledger.close();
    if (complete && request.saveBaseline !== undefined) save(ledger.path, request.saveBaseline);
  } catch (error) {
    if (trials.length === 0) throw error;
    failure = error;
  }
  return { outcome: outcomeOf({ request, rerun, prepared, ledger, trials, failure }), failure };
}

function save(ledger: string, file: string): void {
  try {
    copyFileSync(ledger, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `the baseline ${file} cannot be written (${code}); the ledger ${ledger} has all of it`,
      'copy the ledger yourself: any ledger is a baseline',
    );
  }
}

function headerOf({ plan }: Preparation): LedgerHeader {
  const version = toolVersion();
  const { node, v8 } = process.versions;
  return {
    ...LEDGER,
    tool: `${TOOL} ${version}`,
    versions: { lockyard: version, node, v8 },
    host: thisHost(),
    plan,
  };
}

interface SessionParts {
  readonly request: BenchRequest;
  readonly rerun: string;
  readonly prepared: Preparation;
  readonly ledger: LedgerFile;
  readonly trials: readonly Trial[];
  readonly failure: unknown;
}

function outcomeOf(parts: SessionParts): BenchOutcome {
  const { request, prepared, ledger, trials, failure } = parts;
  const { tool, versions, host, plan } = ledger.header;
  const comparison = compareTrials(plan, trials, host.cores);
  const file = request.baseline ?? '';
  const ratios =
    prepared.stored === null
      ? null
      : compareWithStored({ plan, trials, comparison }, prepared.stored);
  const outcome = {
    tool,
    versions,
    host,
    plan,
    rerun: parts.rerun,
    ledger: ledger.path,
    measured: measuredOnce(trials, plan.baseline).length,
    planned: measuredOnce(planCourse(plan), plan.baseline).length,
    competitors: prepared.competitors.map(({ name, summary, expects }) => ({
      name,
      summary,
      expects,
    })),
    comparison,
    stored: ratios === null ? null : { file, ratios },
  };
  return { ...outcome, exitStatus: exitStatusOf(outcome, request, failure) };
}

/** A finding outweighs a course that was cut short. */
function exitStatusOf(
  outcome: Omit<BenchOutcome, 'exitStatus'>,
  { failOnSlower }: BenchRequest,
  failure: unknown,
): number {
  if (failure !== undefined) return exitStatusOfError(failure);
  const { competitors, comparison, stored } = outcome;
  const clean = competitors.filter(({ expects }) => expects === 'clean').map(({ name }) => name);
  const unexpected = comparison.cells.some(
    ({ design, verdicts }) =>
      clean.includes(design) && Object.keys(verdicts).some((verdict) => verdict !== 'clean'),
  );
  const told = stored?.ratios ?? comparison.cells.map(({ ratioToBaseline }) => ratioToBaseline);
  const slower = failOnSlower && told.some(({ verdict }) => verdict === 'slower');
  if (unexpected || slower) return EXIT.finding;
  return outcome.measured < outcome.planned ? EXIT.inconclusive : EXIT.asExpected;
}
