import { createLogUpdate } from 'log-update';
import { wantsDecoration } from '../report/decoration.ts';
import { exploreProgressText } from '../report/explore-progress-text.ts';

/** What is done in less time needs no line about it. */
const SILENT_MS = 1000;
const RENEW_MS = 100;

/** A line that renews itself while schedules are searched; on a terminal only. */
export class ExploreProgress {
  readonly #show: ReturnType<typeof createLogUpdate> | null;
  readonly #since = performance.now();
  #shown = 0;

  constructor(
    stream: NodeJS.WriteStream,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.#show = wantsDecoration(stream, environment) ? createLogUpdate(stream) : null;
  }

  passed(schedules: number, strategy: string): void {
    const elapsed = performance.now() - this.#since;
    if (this.#show === null || elapsed < Math.max(SILENT_MS, this.#shown + RENEW_MS)) return;
    this.#shown = elapsed;
    this.#show(exploreProgressText(schedules, strategy, elapsed / 1000));
  }

  clear(): void {
    this.#show?.clear();
  }
}
