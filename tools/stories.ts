import { parseArgs } from 'node:util';
import { allScenarios } from '../emulator/index.ts';
import { UsageError } from '../src/base/errors.ts';
import { Crews } from '../src/cli/crews.ts';
import { EXIT, exitStatusOfError } from '../src/cli/exit-status.ts';
import { ExitTrap } from '../src/cli/exit-trap.ts';
import { listenForInterrupts } from '../src/cli/interrupts.ts';
import { STRESS_STANDARD } from '../src/cli/stress-request.ts';
import { type ChosenScenario, chooseScenarios } from '../src/cli/stress-scenario-files.ts';
import { readScenarioRequest, scenarioRerun } from '../src/cli/stress-scenario-request.ts';
import { runScenario } from '../src/cli/stress-scenario-run.ts';
import { WORD_MAX, parseWhole } from '../src/cli/whole-number.ts';
import { errorText } from '../src/report/error-text.ts';
import { ProgressLine } from './progress-line.ts';
import { StoryTally } from './story-tally.ts';
import { storyText } from './story-text.ts';

/**
 * Runs every story of the catalogue in its bad and in its fixed form, each with the seeds 1 to N, as
 * `lockyard stress` does, and prints what came of it. Exit status 1 when a bad one was not found or a
 * fixed one was not silent; 3 when it was interrupted.
 *
 *     npm run stories -- --times 20 --only d02,stack
 *
 * `--only`: stories whose names begin so.
 */
const OPTIONS = {
  times: { type: 'string', default: '1' },
  only: { type: 'string', default: '' },
} as const;

function chosenNames(only: string): string[] {
  const names = allScenarios().map(({ name }) => name);
  const beginnings = only.split(',').map((beginning) => beginning.trim());
  const unknown = beginnings.find((start) => !names.some((name) => name.startsWith(start)));
  if (unknown !== undefined) {
    throw new UsageError(`no story begins with "${unknown}"`, 'see `lockyard list scenarios`');
  }
  return names.filter((name) => beginnings.some((beginning) => name.startsWith(beginning)));
}

/** One crew for all runs of a size, as a session of the command line has it. */
class StorySession {
  readonly #crews = new Crews();
  readonly #exits = new ExitTrap();
  readonly #interrupt: AbortSignal;

  constructor(interrupt: AbortSignal) {
    this.#interrupt = interrupt;
  }

  async run(story: ChosenScenario, seed: number, tally: StoryTally): Promise<void> {
    const options = { ...STRESS_STANDARD, seed: String(seed), fixed: story.fixed };
    const startedMs = performance.now();
    const run = await runScenario(story, {
      request: readScenarioRequest([story.given], options, STRESS_STANDARD),
      rerun: (given) => scenarioRerun(given, options, STRESS_STANDARD),
      interrupt: this.#interrupt,
      exits: this.#exits,
      crews: this.#crews,
    });
    if (!run.judgement.inconclusive) tally.add(run, (performance.now() - startedMs) / 1000);
  }

  async close(): Promise<void> {
    await this.#crews.close();
    this.#exits.release();
  }
}

async function tallyAll(names: readonly string[], times: number, interrupt: AbortSignal) {
  const line = new ProgressLine();
  const session = new StorySession(interrupt);
  const tallies: StoryTally[] = [];
  try {
    for (const [index, name] of names.entries()) {
      const forms = [false, true].flatMap((fixed) => chooseScenarios([name], fixed));
      const tally = new StoryTally(name, forms[0]?.scenario.finds?.class ?? '-');
      tallies.push(tally);
      for (let seed = 1; seed <= times; seed++) {
        for (const form of forms) {
          if (interrupt.aborted) return tallies;
          line.show(`${index + 1}/${names.length} ${name}, ${seed}/${times}`);
          await session.run(form, seed, tally);
        }
      }
    }
    return tallies;
  } finally {
    line.clear();
    await session.close();
  }
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, 'use --times N and --only NAMES');
  }
}

async function main(): Promise<number> {
  const { times, only } = readOptions();
  const count = parseWhole('--times', times, 1, WORD_MAX);
  const names = chosenNames(only);
  const interrupts = listenForInterrupts((text) => process.stderr.write(text));
  try {
    const tallies = await tallyAll(names, count, interrupts.signal);
    process.stdout.write(storyText(tallies));
    if (!tallies.every(({ isRight }) => isRight)) return EXIT.finding;
    return interrupts.signal.aborted ? EXIT.inconclusive : EXIT.asExpected;
  } finally {
    interrupts.release();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(errorText(error));
  process.exitCode = exitStatusOfError(error);
}
