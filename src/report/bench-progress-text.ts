import type { CourseProgress } from '../compare/course.ts';
import { pluralText } from './quantity.ts';

/** Where a comparison stands, in one line. */
export function benchProgressText({ done, total, remainingMs, next }: CourseProgress): string {
  const { cell, phase } = next;
  const what = phase === 'floor' ? 'A/A floor' : 'block';
  const rest = remainingMs === null ? '' : `, ${remainingText(remainingMs)} left`;
  return (
    `trial ${done + 1} of ${total}${rest}: ${what} ${next.block + 1}, ${cell.design} on ` +
    `${cell.workload}, ${pluralText(cell.threads, 'worker')}`
  );
}

/** Rounded up: `40 s`, `3 min 20 s`. */
function remainingText(ms: number): string {
  const seconds = Math.ceil(ms / 10_000) * 10;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return [...(minutes > 0 ? [`${minutes} min`] : []), ...(rest > 0 ? [`${rest} s`] : [])].join(' ');
}
