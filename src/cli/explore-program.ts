import { type CatalogDesign, findWorkload } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import type { ExploredProgram, StackProgram } from '../explore/program.ts';
import { bareScenario } from '../explore/scenario-document.ts';
import { sourceHash } from '../explore/source-hash.ts';
import type { Expectation } from '../run/verdict.ts';
import type { ExploreChoice } from './explore-request.ts';
import type { StackStages } from './stack-stages.ts';
import { chooseScenarios } from './stress-scenario-files.ts';

/** A program to explore, and what is said of it. */
export interface ChosenProgram {
  readonly program: ExploredProgram;
  readonly name: string;
  /** null: nothing is expected, and a deadlock is one too many. */
  readonly expected: 'deadlock' | 'clean' | null;
  /** SHA-256 of the scenario's file; null: a design. */
  readonly source: string | null;
}

/** Of each worker: enough to meet most of what a design does, and few enough to be told. */
const OPERATIONS = 30;

/** @throws {UsageError} for what is not there, or cannot be explored */
export async function chooseProgram(
  choice: ExploreChoice,
  stages: StackStages,
): Promise<ChosenProgram> {
  if (choice.scenario !== null) return chooseScenario(choice.scenario, choice, stages);
  const design = await stages.design(choice.design ?? '');
  const program = await stackProgram(choice.design ?? '', choice.workload, choice);
  return { program, ...claimsOf(design), source: null };
}

async function chooseScenario(
  given: string,
  choice: ExploreChoice,
  stages: StackStages,
): Promise<ChosenProgram> {
  const [chosen] = chooseScenarios([given], choice.fixed);
  const { scenario } = chosen as NonNullable<typeof chosen>;
  const { name, file, expect, stage, trace } = scenario;
  if (trace !== undefined) {
    throw new UsageError(
      `${file}: the story is a trace, which has one order`,
      `judge it with \`lockyard stress ${given}\``,
    );
  }
  const expected = expect ?? null;
  if (stage !== undefined) {
    const claims = claimsOf(await stages.design(stage.design));
    const program = await stackProgram(stage.design, stage.workload, choice);
    return { program, name, expected: expected ?? claims.expected, source: null };
  }
  return {
    program: { kind: 'scenario', scenario: bareScenario(scenario) },
    name,
    expected,
    source: sourceHash(file),
  };
}

async function stackProgram(
  design: string,
  workloadName: string,
  { sizes, operations, seed }: ExploreChoice,
): Promise<StackProgram> {
  const workload = await findWorkload(workloadName);
  const resolved: Readonly<Record<string, number>> = { ...workload.defaults, ...sizes };
  const workers = resolved['threads'] ?? 1;
  return {
    kind: 'stack',
    design,
    workload: workload.name,
    sizes: resolved,
    operations: operations === null ? OPERATIONS : Math.ceil(operations / workers),
    seed,
    pauses: {},
  };
}

const EXPECTED: Readonly<Record<Expectation, ChosenProgram['expected']>> = {
  deadlocks: 'deadlock',
  clean: 'clean',
  // Its locks do not lock, so nobody ever waits for one.
  corruption: 'clean',
};

function claimsOf({ design }: CatalogDesign): Pick<ChosenProgram, 'name' | 'expected'> {
  return { name: design.name, expected: EXPECTED[design.expects] };
}
