import { paletteFor } from '../report/palette.ts';
import { scenarioJson } from '../report/scenario-json.ts';
import { scenarioText } from '../report/scenario-text.ts';
import { ExitTrap } from './exit-trap.ts';
import { listenForInterrupts } from './interrupts.ts';
import { divertOutput } from './result-output.ts';
import { listenForStrayErrors } from './stray-errors.ts';
import type { StressOptions } from './stress-request.ts';
import { readScenarioRequest, scenarioRerun } from './stress-scenario-request.ts';
import { runScenarios } from './stress-scenario-session.ts';
import { StressTrace } from './stress-trace.ts';

/** `lockyard stress FILE...`: scenarios on real threads; sets the process's exit code. */
export async function stressScenarios(
  given: readonly string[],
  options: StressOptions,
  standard: Pick<StressOptions, 'design' | 'workload' | 'level'>,
): Promise<void> {
  const print = divertOutput();
  const request = readScenarioRequest(given, options, standard);
  const trace = new StressTrace(options.trace);
  const rerun = (some: readonly string[]) => scenarioRerun(some, options, standard);
  const say = (text: string) => {
    process.stderr.write(text);
  };
  const interrupts = listenForInterrupts(say);
  const strays = listenForStrayErrors();
  const exits = new ExitTrap();
  try {
    const { outcome, failure } = await runScenarios(request, rerun, {
      interrupt: interrupts.signal,
      failed: strays.signal,
      exits,
      say,
    });
    const palette = paletteFor(process.stdout, process.env);
    print(options.json === true ? scenarioJson(outcome) : scenarioText(outcome, palette));
    process.exitCode = outcome.exitStatus;
    const traced = outcome.runs.map(({ name, fixed, result }) => {
      return { name: fixed ? `${name} (fixed)` : name, result };
    });
    trace.write(traced, outcome.tool, say);
    if (failure !== undefined) throw failure;
  } finally {
    interrupts.release();
    strays.release();
    exits.release();
  }
}
