import { compareTrials } from '../compare/comparison.ts';
import { planCourse } from '../compare/course-plan.ts';
import type { BenchPlan, Host, LedgerHeader } from '../compare/ledger.ts';
import { type Ledger, readLedger } from '../compare/read-ledger.ts';
import { UsageError } from '../base/errors.ts';
import type { BenchPart } from '../page/bench/bench-part.ts';
import { measuredOnce } from '../compare/measured-once.ts';
import type { HostFacts } from '../page/part.ts';
import { checkHeader, checkTrial } from '../page/read/check-ledger.ts';
import { JsonReader } from '../page/read/json-reader.ts';
import { benchAnswer } from '../report/bench-answer.ts';
import type { BenchOutcome } from '../report/bench-outcome.ts';
import { pluralText } from '../report/quantity.ts';
import { designsByName } from './choose-designs.ts';
import { rerunCommand } from './rerun-command.ts';

/** A ledger as it is drawn, and as it is told. */
export interface ReadComparison {
  readonly part: BenchPart;
  readonly outcome: BenchOutcome;
}

/**
 * A bench's ledger with all that its trials say together; a ledger that is not finished says so.
 *
 * @throws {UsageError} when it is no ledger, one of another version, or has no trial to compare
 */
export async function readReportLedger(file: string): Promise<ReadComparison> {
  const ledger = readLedger(file);
  const { header, trials, lines } = ledger;
  checkHeader(new JsonReader(header, `${file}:1`));
  for (const [n, trial] of trials.entries()) {
    checkTrial(new JsonReader(trial, `${file}:${lines[n]}`));
  }
  const { host, plan } = header;
  const comparison = compareTrials(plan, trials, host.cores);
  if (comparison.cells.length === 0) {
    throw new UsageError(
      `${file} has no finished trial to compare`,
      'let `lockyard bench` go on with it until each design has been measured',
    );
  }
  const command = commandOf(plan);
  const outcome = await outcomeOf(ledger, { file, command, comparison });
  const part: BenchPart = {
    kind: 'bench',
    file,
    command,
    host: hostFacts(header),
    warnings: warningsOf(ledger, host),
    baseline: plan.baseline,
    cores: host.cores,
    warmUpMs: plan.warmUpMs,
    durationMs: plan.durationMs,
    seed: plan.seed,
    comparison,
    answer: benchAnswer(outcome),
    trials: [...trials].sort((a, b) => a.trial - b.trial),
  };
  return { part, outcome };
}

async function outcomeOf(
  { header, trials }: Ledger,
  { file, command, comparison }: Pick<BenchPart, 'file' | 'command' | 'comparison'>,
): Promise<BenchOutcome> {
  const { tool, versions, host, plan } = header;
  return {
    tool,
    versions,
    host,
    plan,
    rerun: command,
    ledger: file,
    measured: measuredOnce(trials, plan.baseline).length,
    planned: measuredOnce(planCourse(plan), plan.baseline).length,
    competitors: await competitorsOf(plan),
    comparison,
    stored: null,
    exitStatus: 0,
  };
}

/** What is known of the designs by their names; a ledger does not keep what they say of themselves. */
async function competitorsOf(plan: BenchPlan): Promise<BenchOutcome['competitors']> {
  const known = await designsByName();
  return plan.designs.map((name) => {
    const own = Object.hasOwn(plan.variants, name) ? plan.variants[name] : name;
    const design = known.find((one) => one.design.name === own)?.design;
    return {
      name,
      summary: design?.summary ?? 'a design from a file',
      // Of others nothing is known, and so nothing they did is unexpected.
      expects: design?.expects ?? 'deadlocks',
    };
  });
}

function hostFacts({ host, plan, tool }: LedgerHeader): HostFacts {
  return [
    ['measured by', tool],
    ['processor', host.cpu],
    ['cores', String(host.cores)],
    ['memory', `${(host.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['system', host.os],
    ['node', host.node],
    ['load before', host.load.toFixed(2)],
    ['instrumentation', plan.level],
    ['seed', String(plan.seed)],
  ];
}

/** Load that the machine had from others before the first trial: more than this share of a core. */
const LOAD_MOST = 0.5;

function warningsOf({ trials, done, cut, header }: Ledger, host: Host): string[] {
  const course = planCourse(header.plan);
  const warnings: string[] = [];
  if (!done || trials.length < course.length) {
    const [found, planned] = [trials, course].map((some) => {
      return measuredOnce(some, header.plan.baseline).length;
    }) as [number, number];
    warnings.push(
      `The ledger is not finished: ${found} of ${pluralText(planned, 'trial')} are in it.`,
    );
  }
  if (cut) warnings.push('Its last line was cut off while it was written, and is left out.');
  if (host.load > LOAD_MOST) {
    warnings.push(
      `The machine was not quiet: its load was ${host.load.toFixed(2)} before the start.`,
    );
  }
  if (Math.max(...header.plan.threads) > host.cores) {
    warnings.push(
      `There are more threads than the ${pluralText(host.cores, 'core')}: the scheduler is measured as well.`,
    );
  }
  return warnings;
}

/**
 * The command by the plan; a ledger does not keep the words of its own. A variant is named by its
 * design and the delay that was injected: `merged+50us@lru_lock`.
 */
function commandOf(plan: BenchPlan): string {
  const [delay] = Object.entries(plan.variants).map(([name, design]) =>
    name.slice(design.length + 1),
  );
  const designs = plan.designs.filter((name) => !Object.hasOwn(plan.variants, name));
  return rerunCommand('bench', [
    { flag: '--design', value: designs.join(',') },
    { flag: '--reference', value: plan.baseline },
    { flag: '--workload', value: plan.workloads.join(',') },
    { flag: '--threads', value: plan.threads.join(',') },
    { flag: '--trials', value: String(plan.trials) },
    { flag: '--duration', value: `${plan.durationMs}ms` },
    { flag: '--warm-up', value: `${plan.warmUpMs}ms` },
    { flag: '--level', value: plan.level },
    { flag: '--seed', value: String(plan.seed) },
    { flag: '--inject-delay', value: delay },
  ]);
}
