import type { Command } from 'commander';
import { exploreJson } from '../report/explore-json.ts';
import { exploreText } from '../report/explore-text.ts';
import { glyphsFor } from '../report/interleaving-glyphs.ts';
import { paletteFor } from '../report/palette.ts';
import { STRATEGIES } from '../schedule/strategy-catalog.ts';
import { addCampaignOptions, exploreCampaign } from './campaign.ts';
import type { CampaignOptions } from './campaign-request.ts';
import { ExitTrap } from './exit-trap.ts';
import { ExploreProgress } from './explore-progress.ts';
import {
  EXPLORE_STANDARD,
  type ExploreOptions,
  exploreOptionsGiven,
  readExploreRequest,
} from './explore-request.ts';
import { runExplore } from './explore-session.ts';
import { listenForInterrupts } from './interrupts.ts';
import { rerunCommand } from './rerun-command.ts';
import { divertOutput } from './result-output.ts';
import { shellWord } from '../report/shell-word.ts';
import { listenForStrayErrors } from './stray-errors.ts';

const EXAMPLES = `
Examples:
  lockyard explore ./abba.yaml                        every schedule, on the model; confirmed on threads
  lockyard explore d12-three-way-chain -o chain.replay.jsonl
  lockyard explore ./abba.yaml --engine threads --strategy pct3 --schedules 1e5
  lockyard explore --design resv-in-map --workload mixed
  lockyard explore --campaign all.jsonl --scenarios all --seeds 1..10 --jobs 2

What it finds is written to a replay file; \`lockyard replay\` runs that again.

Exit status: 0 as expected, 1 a finding, 2 usage, 3 inconclusive, 70 a defect of lockyard.`;

/** `lockyard explore`: searches schedules for a deadlock; sets the process's exit code. */
export function addExplore(program: Command): void {
  const strategies = STRATEGIES.map(({ name }) => name).filter((name) => name !== 'replay');
  const command = program
    .command('explore')
    .description('search the schedules of a scenario or a design for a deadlock')
    .argument('[scenario]', 'a scenario file or a story of the catalogue, instead of a design')
    .option('--design <name>', 'name or file')
    .option('--workload <name>', 'pattern of operations', EXPLORE_STANDARD.workload)
    .option('--threads <n>', 'worker threads (default: of the workload)')
    .option('--devices <n>', 'one exporter and its importers (default: of the workload)')
    .option('--objects <n>', 'buffers (default: of the workload)')
    .option('--pages <n>', 'pages of the largest buffer (default: of the workload)')
    .option('--sharing <percent>', 'buffers that are imported (default: of the workload)')
    .option('--memory <percent>', 'memory in percent of the working set (default: of the workload)')
    .option('--ops <n>', 'operations of all workers together (default: 30 of each)')
    .option('--fixed', 'explore the mended variant of the scenario')
    .option('--engine <engine>', 'model (every schedule) or threads (default: what suits)')
    .option(
      '--strategy <name>',
      `how schedules are drawn: auto, ${strategies.join(', ')}`,
      EXPLORE_STANDARD.strategy,
    )
    .option('--schedules <n>', 'schedules of threads, or steps of the model, at most')
    .option('--duration <time>', 'how long to search, at most', EXPLORE_STANDARD.duration)
    .option('--no-shrink', 'leave what is found as large as it was found')
    .option('--seed <n>', 'fixes every random draw', EXPLORE_STANDARD.seed)
    .option('-o, --output <file>', 'the replay file (default: NAME.replay.jsonl)')
    .option('--json', 'print one JSON document');
  addCampaignOptions(command).addHelpText('after', EXAMPLES).action(explore);
}

async function explore(
  scenario: string | undefined,
  options: ExploreOptions & CampaignOptions,
): Promise<void> {
  if (options.campaign !== undefined) return exploreCampaign(scenario, options);
  const print = divertOutput();
  const choice = readExploreRequest(scenario, options);
  const interrupts = listenForInterrupts((text) => process.stderr.write(text));
  const strays = listenForStrayErrors();
  const exits = new ExitTrap();
  const progress = new ExploreProgress(process.stderr, process.env);
  const words = scenario === undefined ? 'explore' : `explore ${shellWord(scenario)}`;
  try {
    const outcome = await runExplore(choice, rerunCommand(words, exploreOptionsGiven(options)), {
      interrupt: interrupts.signal,
      failed: strays.signal,
      exits,
      progress: (schedules, strategy) => progress.passed(schedules, strategy),
    });
    progress.clear();
    const palette = paletteFor(process.stdout, process.env);
    const glyphs = glyphsFor(process.env);
    print(options.json === true ? exploreJson(outcome) : exploreText(outcome, glyphs, palette));
    process.exitCode = outcome.exitStatus;
  } finally {
    progress.clear();
    interrupts.release();
    strays.release();
    exits.release();
  }
}
