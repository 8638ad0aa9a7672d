import { availableParallelism } from 'node:os';
import { type ReplayResult, replay } from '../explore/replay-session.ts';
import { ThreadEngine } from '../explore/thread-engine.ts';
import type { ReplayReport } from '../report/replay-outcome.ts';
import { Crews } from './crews.ts';
import { EXIT } from './exit-status.ts';
import type { ExitTrap } from './exit-trap.ts';
import type { ReplayInput } from './replay-input.ts';
import { StackStages } from './stack-stages.ts';
import { TOOL, toolVersion } from './tool-version.ts';

export interface ReplayAudience {
  readonly interrupt: AbortSignal;
  /** Aborts with the error that ends the session early. */
  readonly failed: AbortSignal;
  readonly exits: ExitTrap;
  readonly progress: (done: number) => void;
}

export interface ReplayChoice {
  readonly file: string;
  readonly times: number;
  /** A debugger may stop a thread for as long as it likes. */
  readonly patient: boolean;
  readonly rerun: string;
}

/** Replays a recording so many times on one warm crew. */
export async function runReplay(
  input: ReplayInput,
  choice: ReplayChoice,
  audience: ReplayAudience,
): Promise<ReplayReport> {
  const stages = new StackStages(audience.exits);
  const crews = new Crews();
  const engine = new ThreadEngine({
    stackStage: (program) => stages.stage(program),
    crewOf: (threads) => crews.of(threads),
    interrupt: AbortSignal.any([audience.interrupt, audience.failed]),
    patient: choice.patient,
  });
  try {
    const result = await replay(input.recording, choice.times, engine, audience.progress);
    if (audience.failed.aborted) throw audience.failed.reason;
    return reportOf(input, choice, result);
  } finally {
    await crews.close();
  }
}

function reportOf(
  { recording, origin, notes }: ReplayInput,
  { file, times, rerun }: ReplayChoice,
  result: ReplayResult,
): ReplayReport {
  const version = toolVersion();
  return {
    tool: `${TOOL} ${version}`,
    versions: { lockyard: version, node: process.versions.node, v8: process.versions.v8 },
    cores: availableParallelism(),
    rerun,
    file,
    recording,
    origin,
    notes,
    result,
    asked: times,
    exitStatus: statusOf(result, times),
  };
}

/** What was recorded is what is expected. */
function statusOf({ matches, times }: ReplayResult, asked: number): number {
  if (matches < times) return EXIT.finding;
  return times < asked ? EXIT.inconclusive : EXIT.asExpected;
}
