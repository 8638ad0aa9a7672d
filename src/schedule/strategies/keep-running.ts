import type { ScheduleView } from '../schedule-view.ts';

/** No switch but a forced one: whoever ran goes on, else the first that can run. */
export function keepRunning({ enabled, count, running }: ScheduleView): number {
  for (let n = 0; n < count; n++) if (enabled[n] === running) return running;
  return enabled[0];
}
