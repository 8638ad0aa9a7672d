import type { CampaignCell, CampaignProgram } from '../explore/campaign.ts';

/** What a program of a campaign is called in reports. */
export function programText(program: CampaignProgram): string {
  return 'scenario' in program ? program.scenario : `${program.design}, ${program.workload}`;
}

export function cellText({ program, seed }: CampaignCell): string {
  return `${programText(program)}, seed ${seed}`;
}
