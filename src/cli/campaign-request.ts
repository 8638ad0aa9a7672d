import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { allScenarios, findWorkload } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import type { Campaign, CampaignProgram, CampaignShard } from '../explore/campaign.ts';
import { readLedger } from '../explore/ledger-text.ts';
import { readScenarioFile } from '../scenario/read/read-scenario.ts';
import { chooseDesigns } from './choose-designs.ts';
import { ExitTrap } from './exit-trap.ts';
import { sourceHash } from '../explore/source-hash.ts';
import {
  EXPLORE_STANDARD,
  type ExploreOptions,
  exploreOptionsGiven,
  readExploreRequest,
} from './explore-request.ts';
import type { GivenOption } from './rerun-command.ts';
import { chooseScenarios } from './stress-scenario-files.ts';
import { WORD_MAX, parseWhole } from './whole-number.ts';

/** What `explore --campaign` is given besides the options of an exploration: all text. */
export interface CampaignOptions extends ExploreOptions {
  readonly campaign: string;
  readonly scenarios?: string;
  readonly seeds: string;
  readonly shard?: string;
  readonly jobs?: string;
}

export const CAMPAIGN_STANDARD = { seeds: '1..10' } as const;

export interface CampaignChoice {
  /** Path. */
  readonly ledger: string;
  readonly campaign: Campaign;
  readonly shard: CampaignShard | null;
  readonly jobs: number;
}

const JOBS_MAX = 256;
const SHARDS_MAX = 10_000;
const CELLS_MAX = 1_000_000;
/** Options of an exploration that each cell has its own value for. */
const OF_CELLS = ['--design', '--workload', '--seed', '-o'];

/**
 * Everything that can be known before the first cell is explored. A ledger without any programs goes on
 * as it was begun.
 *
 * @throws {UsageError}
 */
export async function readCampaign(
  scenario: string | undefined,
  options: CampaignOptions,
): Promise<CampaignChoice> {
  const ledger = options.campaign;
  const jobs = parseJobs(options.jobs);
  const programs = await programsOf(scenario, options);
  if (programs.length === 0) return { ...begunBefore(ledger), jobs };
  const [firstSeed, lastSeed] = parseSeeds(options.seeds);
  const cells = programs.length * (lastSeed - firstSeed + 1);
  if (cells > CELLS_MAX) {
    throw new UsageError(`a campaign of ${cells} cells`, `at most ${CELLS_MAX}: take fewer seeds`);
  }
  const campaign: Campaign = {
    programs,
    firstSeed,
    lastSeed,
    options: exploreOptionsGiven(options).flatMap(wordsOfOption),
    sources: sourcesOf(programs, options.fixed ?? false),
  };
  return { ledger, campaign, shard: parseShard(options.shard), jobs };
}

function begunBefore(ledger: string): Pick<CampaignChoice, 'ledger' | 'campaign' | 'shard'> {
  const header = existsSync(ledger) ? readLedger(ledger).header : null;
  if (header === null) {
    throw new UsageError(
      `there is nothing to explore, and ${ledger} was not begun`,
      'name --scenarios or --design',
    );
  }
  return { ledger, campaign: header.campaign, shard: header.shard };
}

async function programsOf(
  scenario: string | undefined,
  options: CampaignOptions,
): Promise<CampaignProgram[]> {
  const scenarios = [...(scenario === undefined ? [] : [scenario]), ...listed(options.scenarios)];
  const { design, workload, ...common } = options;
  const programs: CampaignProgram[] = [];
  for (const name of [...new Set(scenarios.flatMap(storiesOf))]) {
    readExploreRequest(name, { ...common, workload: EXPLORE_STANDARD.workload });
    programs.push({ scenario: name });
  }
  for (const name of await designsOf(listed(design))) {
    for (const each of listed(workload)) {
      await findWorkload(each);
      readExploreRequest(undefined, { ...common, workload: each, design: name });
      programs.push({ design: name, workload: each });
    }
  }
  return programs;
}

/** What is a path stays one; a story that is a trace has one schedule only. */
function storiesOf(name: string): string[] {
  if (name !== 'all') return [name];
  return allScenarios().flatMap(({ name: story, file }) =>
    readScenarioFile(file).trace === undefined ? [story] : [],
  );
}

async function designsOf(names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const exits = new ExitTrap();
  try {
    const chosen = await chooseDesigns(names, exits);
    // A path has to be told as it was given.
    return names.includes('all') ? chosen.map(({ design }) => design.name) : [...new Set(names)];
  } finally {
    exits.release();
  }
}

function sourcesOf(programs: readonly CampaignProgram[], fixed: boolean): Campaign['sources'] {
  const names = programs.flatMap((program) => ('scenario' in program ? [program.scenario] : []));
  return Object.fromEntries(
    chooseScenarios(names, fixed).map(({ given, scenario }) => [given, sourceHash(scenario.file)]),
  );
}

function wordsOfOption({ flag, value, standard }: GivenOption): string[] {
  if (OF_CELLS.includes(flag) || value === undefined || value === false || value === standard) {
    return [];
  }
  return value === true ? [flag] : [flag, value];
}

function listed(names: string | undefined): string[] {
  return (names ?? '').split(',').filter((name) => name !== '');
}

function parseSeeds(text: string): [number, number] {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text.trim());
  if (match === null) {
    throw new UsageError(`--seeds is "${text}"`, 'write it like 1..100, or as one number');
  }
  const first = parseWhole('--seeds', match[1] as string, 0, WORD_MAX);
  const last = parseWhole('--seeds', match[2] ?? (match[1] as string), 0, WORD_MAX);
  if (last >= first) return [first, last];
  throw new UsageError(`--seeds is "${text}": it ends before it begins`, `write ${last}..${first}`);
}

function parseShard(text: string | undefined): CampaignShard | null {
  if (text === undefined) return null;
  const match = /^(\d+)\/(\d+)$/.exec(text.trim());
  if (match === null) throw new UsageError(`--shard is "${text}"`, 'write it like 1/4');
  const of = parseWhole('--shard', match[2] as string, 1, SHARDS_MAX);
  return { index: parseWhole('--shard', match[1] as string, 1, of), of };
}

function parseJobs(text: string | undefined): number {
  // Most of an exploration is one thread's work, some of it is several threads'.
  if (text === undefined) return Math.max(1, Math.floor(availableParallelism() / 2));
  return parseWhole('--jobs', text, 1, JOBS_MAX);
}
