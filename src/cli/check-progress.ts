import { createLogUpdate } from 'log-update';
import { checkProgressText } from '../report/check-text.ts';
import { wantsDecoration } from '../report/decoration.ts';

/** What is done in less time needs no line about it. */
const SILENT_MS = 1000;
const RENEW_MS = 100;

/** A line that renews itself while a long trace is judged; on a terminal only. */
export class CheckProgress {
  readonly #show: ReturnType<typeof createLogUpdate> | null;
  readonly #since = performance.now();
  #shown = 0;

  constructor(
    stream: NodeJS.WriteStream,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.#show = wantsDecoration(stream, environment) ? createLogUpdate(stream) : null;
  }

  /** `lines`: passed of that file; null when they are not counted. */
  passed(what: string, lines: number | null): void {
    const elapsed = performance.now() - this.#since;
    if (this.#show === null || elapsed < Math.max(SILENT_MS, this.#shown + RENEW_MS)) return;
    this.#shown = elapsed;
    this.#show(checkProgressText(what, lines, elapsed / 1000));
  }

  clear(): void {
    this.#show?.clear();
  }
}
