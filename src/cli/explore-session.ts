import { availableParallelism } from 'node:os';
import { type ExploreRequest, type Exploration, explore } from '../explore/explore-session.ts';
import { type ReplayOrigin, replayText } from '../explore/replay-file.ts';
import { ThreadEngine } from '../explore/thread-engine.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ExploreOutcome } from '../report/explore-outcome.ts';
import { Crews } from './crews.ts';
import { EXIT } from './exit-status.ts';
import type { ExitTrap } from './exit-trap.ts';
import { type ChosenProgram, chooseProgram } from './explore-program.ts';
import type { ExploreChoice } from './explore-request.ts';
import { checkReplayPath, defaultReplayPath, writeReplay } from './replay-output.ts';
import { rerunCommand } from './rerun-command.ts';
import { shellWord } from '../report/shell-word.ts';
import { StackStages } from './stack-stages.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** Those who look on, and who may interrupt. */
export interface ExploreAudience {
  readonly interrupt: AbortSignal;
  /** Aborts with the error that ends the session early. */
  readonly failed: AbortSignal;
  readonly exits: ExitTrap;
  readonly progress: (schedules: number, strategy: string) => void;
}

/** Explores what was chosen, and writes what it finds to a replay file. */
export async function runExplore(
  choice: ExploreChoice,
  rerun: string,
  audience: ExploreAudience,
): Promise<ExploreOutcome> {
  const stages = new StackStages(audience.exits);
  const chosen = await chooseProgram(choice, stages);
  const path = choice.output ?? defaultReplayPath(chosen.name, choice.fixed);
  checkReplayPath(path);
  const crews = new Crews();
  const engine = new ThreadEngine({
    stackStage: (program) => stages.stage(program),
    crewOf: (threads) => crews.of(threads),
    interrupt: AbortSignal.any([audience.interrupt, audience.failed]),
  });
  try {
    const request = requestOf(choice, chosen, audience);
    const exploration = await explore(request, engine);
    if (audience.failed.aborted) throw audience.failed.reason;
    return outcomeOf({ choice, chosen, request, exploration, path, rerun });
  } finally {
    await crews.close();
  }
}

function requestOf(
  choice: ExploreChoice,
  { program }: ChosenProgram,
  { progress }: ExploreAudience,
): ExploreRequest {
  const { strategy, seed, schedules, durationMs, shrink } = choice;
  // A strategy is a way to draw schedules; the model looks at all of them.
  const suits = program.kind === 'scenario' && strategy === 'auto' ? 'model' : 'threads';
  const engine = choice.engine ?? suits;
  return { program, engine, strategy, seed, schedules, durationMs, shrink, progress };
}

interface Explored {
  readonly choice: ExploreChoice;
  readonly chosen: ChosenProgram;
  readonly request: ExploreRequest;
  readonly exploration: Exploration;
  readonly path: string;
  readonly rerun: string;
}

function outcomeOf(explored: Explored): ExploreOutcome {
  const { choice, chosen, request, exploration, rerun } = explored;
  const version = toolVersion();
  const tool = `${TOOL} ${version}`;
  const { engine, strategy, seed, schedules, durationMs } = request;
  const judged = judge(chosen, exploration);
  return {
    tool,
    versions: { lockyard: version, node: process.versions.node, v8: process.versions.v8 },
    cores: availableParallelism(),
    rerun,
    settings: { engine, strategy, seed, schedules, durationMs },
    name: chosen.name,
    fixed: choice.fixed,
    program: chosen.program,
    expected: chosen.expected,
    ...judged,
    exploration,
    replay: writeFound(explored, tool),
    exitStatus: judged.asExpected
      ? EXIT.asExpected
      : judged.inconclusive
        ? EXIT.inconclusive
        : EXIT.finding,
  };
}

function judge({ expected }: ChosenProgram, { verdict, complete, search }: Exploration) {
  const deadlocks = verdict === 'deadlock';
  if (deadlocks) return { asExpected: expected === 'deadlock', inconclusive: false };
  // So many schedules were asked for, and all were clean: nobody expected more.
  const enough = search.engine === 'threads' && search.ending !== 'interrupted';
  const asExpected = expected === 'deadlock' ? false : complete || (expected === 'clean' && enough);
  return { asExpected, inconclusive: !asExpected && !complete };
}

function writeFound(
  { choice, chosen, exploration, path }: Explored,
  tool: string,
): ExploreOutcome['replay'] {
  const { recording, shrunk } = exploration;
  if (recording?.deadlock == null) return null;
  const origin: ReplayOrigin = {
    tool,
    node: process.versions.node,
    source: chosen.source,
    fixed: choice.fixed,
    original: shrunk !== null && isSmaller(shrunk) ? scenarioOf(chosen) : null,
  };
  writeReplay(path, replayText(recording, origin));
  return { path, command: rerunCommand(`replay ${shellWord(path)}`, []) };
}

function scenarioOf({ program }: ChosenProgram): Scenario | null {
  return program.kind === 'scenario' ? program.scenario : null;
}

/** Of another program: fewer decisions alone are another schedule of the same. */
function isSmaller({ before, after }: NonNullable<Exploration['shrunk']>): boolean {
  return before.threads !== after.threads || before.operations !== after.operations;
}
