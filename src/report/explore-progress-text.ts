import { countText } from './quantity.ts';

/** How far a search is, for one line of a terminal. */
export function exploreProgressText(schedules: number, strategy: string, seconds: number): string {
  return `${countText(schedules)} schedules  ${strategy}  ${seconds.toFixed(1)} s`;
}
