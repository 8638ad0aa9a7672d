import type { JudgedRun } from '../run/judged-run.ts';
import type { RunProgress } from '../run/watch-run.ts';
import { countText, rateText } from './quantity.ts';

/** How a run is doing, for one line of a terminal. `what`: which of how many runs. */
export function progressText(what: string, progress: RunProgress): string {
  const seconds = progress.elapsedMs / 1000;
  return [
    what,
    `${seconds.toFixed(1)} s`,
    rateText(progress.operations / Math.max(seconds, 0.001)),
    `${countText(progress.deadlocks)} deadlocks`,
    `${countText(progress.reclaimedPages)} pages reclaimed`,
  ].join('  ');
}

/** How a run ended, for a log that nobody watches live. */
export function finishedText(what: string, { judgement, result }: JudgedRun): string {
  const mark = judgement.asExpected ? 'as expected' : 'NOT as expected';
  const rate = result.seconds === 0 ? '' : `, ${rateText(result.operations / result.seconds)}`;
  return `${what}: ${judgement.verdict}, ${mark}${rate}\n`;
}
