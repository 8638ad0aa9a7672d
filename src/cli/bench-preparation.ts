import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createStackStage, findDesign } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import type { BenchPlan } from '../compare/ledger.ts';
import { type Ledger, readLedger } from '../compare/read-ledger.ts';
import { checkComparable } from '../compare/stored-comparison.ts';
import { type Competitor, chooseCompetitors } from './bench-designs.ts';
import { thisHost } from './bench-host.ts';
import { type BenchRequest, STANDARD_REFERENCE } from './bench-request.ts';
import { readBenchWorkload } from './bench-workload.ts';
import type { ExitTrap } from './exit-trap.ts';

/** Everything that can be wrong with a request is known before the first trial. */
export interface Preparation {
  readonly competitors: readonly Competitor[];
  readonly plan: BenchPlan;
  readonly stored: Ledger | null;
  readonly ledgerPath: string;
}

/** @throws {UsageError} */
export async function prepareBench(request: BenchRequest, exits: ExitTrap): Promise<Preparation> {
  const competitors = await chooseCompetitors(request.designs, request.injectDelay, exits);
  await checkStages(request, competitors[0]);
  const { workloads, threads, trials, warmUpMs, durationMs, seed, level } = request;
  const ledgerPath = request.ledger ?? newLedgerName(new Date());
  const paths = [request.saveBaseline, ledgerPath];
  for (const path of paths) if (path !== undefined) checkFolder(path);
  if (request.saveBaseline !== undefined && resolve(request.saveBaseline) === resolve(ledgerPath)) {
    throw new UsageError('--save-baseline is the ledger itself', 'give it a name of its own');
  }
  const plan: BenchPlan = {
    designs: competitors.map(({ name }) => name),
    workloads,
    threads,
    trials,
    warmUpMs,
    durationMs,
    seed,
    baseline: referenceOf(request, competitors),
    level,
    variants: variantsOf(competitors),
  };
  return { competitors, plan, stored: storedFor(plan, request.baseline), ledgerPath };
}

function storedFor(plan: BenchPlan, file: string | undefined): Ledger | null {
  if (file === undefined) return null;
  const stored = readLedger(file);
  checkComparable(plan, thisHost(), stored, file);
  return stored;
}

/** What a stack cannot be built from is the same for all designs. */
async function checkStages(request: BenchRequest, { file }: Competitor): Promise<void> {
  const design = await findDesign(file);
  for (const spec of request.workloads) {
    const { workload, sizes } = await readBenchWorkload(spec);
    for (const threads of request.threads)
      createStackStage({ ...sizes, threads, design, workload });
  }
}

function referenceOf({ reference }: BenchRequest, competitors: readonly Competitor[]): string {
  const names = competitors.map(({ name }) => name);
  if (reference === undefined) return names.find((name) => name === STANDARD_REFERENCE) ?? names[0];
  if (names.includes(reference)) return reference;
  throw new UsageError(
    `the reference "${reference}" is none of the designs that are compared`,
    `add it to --design, or use one of: ${names.join(', ')}`,
  );
}

function variantsOf(competitors: readonly Competitor[]): Record<string, string> {
  const pairs = competitors.flatMap(({ name, variantOf }) =>
    variantOf === null ? [] : [[name, variantOf] as const],
  );
  return Object.fromEntries(pairs);
}

function checkFolder(path: string): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`, 'make it first');
}

/** `lockyard-bench-20250131-143000.jsonl`, by the local clock. */
function newLedgerName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('');
  return `lockyard-bench-${day}-${time}.jsonl`;
}
