import { createLogUpdate } from 'log-update';
import type { CampaignProgress } from '../explore/campaign-run.ts';
import { campaignProgressText, cellDoneText } from '../report/campaign-progress.ts';
import { wantsDecoration } from '../report/decoration.ts';

/** Shows how a campaign is doing: a line that renews itself, or one for each cell that is done. */
export interface CampaignLine {
  readonly progress: (progress: CampaignProgress) => void;
  readonly clear: () => void;
}

export function campaignLine(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): CampaignLine {
  if (wantsDecoration(stream, environment)) {
    const show = createLogUpdate(stream);
    return {
      progress: (progress) => show(campaignProgressText(progress)),
      clear: () => show.clear(),
    };
  }
  return {
    progress: (progress) => {
      stream.write(cellDoneText(progress));
    },
    clear: () => undefined,
  };
}
