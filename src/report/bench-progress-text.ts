import type { CourseProgress } from '../compare/course.ts';
import { pluralText } from './quantity.ts';

/** Where a comparison stands, in one line. */
export function benchProgressText({ share, blocks, remainingMs, next }: CourseProgress): string {
  const rest = remainingMs === null ? '' : `, ${remainingText(remainingMs)} left`;
  return (
    `${Math.floor(100 * share)} %${rest}: block ${next.block + 1} of ${blocks}, ` +
    `${pluralText(next.threads, 'worker')}, designs and workloads in turns`
  );
}

/** Rounded up: `40 s`, `3 min 20 s`. */
function remainingText(ms: number): string {
  const seconds = Math.ceil(ms / 10_000) * 10;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return [...(minutes > 0 ? [`${minutes} min`] : []), ...(rest > 0 ? [`${rest} s`] : [])].join(' ');
}
