/** What is explored: a scenario file or a story, or a design under a workload. */
export type CampaignProgram =
  | { readonly scenario: string }
  | { readonly design: string; readonly workload: string };

/** Programs and seeds, each program with each seed: plain data, that a ledger can carry. */
export interface Campaign {
  readonly programs: readonly CampaignProgram[];
  readonly firstSeed: number;
  readonly lastSeed: number;
  /** Words that every exploration gets besides its program and its seed. */
  readonly options: readonly string[];
  /** SHA-256 of the scenario files, by their path: results of different files do not mix. */
  readonly sources: Readonly<Record<string, string>>;
}

/** One exploration of a campaign. */
export interface CampaignCell {
  readonly program: CampaignProgram;
  readonly seed: number;
}

/** Part `index`, from 1, of a campaign that is dealt out to `of` machines. */
export interface CampaignShard {
  readonly index: number;
  readonly of: number;
}

/** Each program comes early: seed by seed. A shard has every so manieth. */
export function cellsOf(campaign: Campaign, shard: CampaignShard | null): CampaignCell[] {
  const { programs, firstSeed, lastSeed } = campaign;
  const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, n) => firstSeed + n);
  const cells = seeds.flatMap((seed) => programs.map((program) => ({ program, seed })));
  if (shard === null) return cells;
  return cells.filter((_, n) => n % shard.of === shard.index - 1);
}

export function programLabel(program: CampaignProgram): string {
  return 'scenario' in program ? program.scenario : `${program.design}/${program.workload}`;
}

/** Different for different cells of a campaign. */
export function cellName({ program, seed }: CampaignCell): string {
  return `${programLabel(program)} seed ${seed}`;
}

/** The command line of one cell, without the program that it is given to. */
export function wordsOfCell(
  { program, seed }: CampaignCell,
  { options }: Campaign,
  replay: string,
): string[] {
  const what =
    'scenario' in program
      ? [program.scenario]
      : ['--design', program.design, '--workload', program.workload];
  return ['explore', ...options, '--seed', String(seed), '-o', replay, '--json', ...what];
}
