import type { CampaignProgress } from '../explore/campaign-run.ts';
import { cellText } from './campaign-label.ts';
import { countText, pluralText } from './quantity.ts';

/** How far a campaign is, for one line of a terminal. */
export function campaignProgressText(progress: CampaignProgress): string {
  const { cells, done, running, deadlocks, remainingMs } = progress;
  return [
    `${countText(done)}/${pluralText(cells, 'cell')}`,
    `${running} running`,
    pluralText(deadlocks, 'deadlock'),
    ...(remainingMs === null ? [] : [`${clockText(remainingMs)} left`]),
  ].join('  ');
}

/** A cell that is done, for a log that nobody watches live. */
export function cellDoneText({ cells, done, last }: CampaignProgress): string {
  if (last === null) return '';
  const mark = last.exitStatus === 0 ? 'as expected' : 'NOT as expected';
  const told = last.exitStatus === 3 ? 'inconclusive' : mark;
  return `${done}/${cells} ${cellText(last)}: ${last.verdict}, ${told}\n`;
}

/** `0:07`, `12:30`, `3:05:00`. */
function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const clock = `${hours === 0 ? minutes : two(minutes)}:${two(seconds % 60)}`;
  return hours === 0 ? clock : `${hours}:${clock}`;
}
