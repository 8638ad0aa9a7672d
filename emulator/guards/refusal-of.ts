import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { Outcome } from '../outcome.ts';

/** What a guard passes on when a lock refused; null when the lock is this thread's. */
export function refusalOf(answer: Acquisition): Outcome | null {
  switch (answer) {
    case 'acquired':
    case 'already':
      return null;
    case 'timed-out':
      return 'busy';
    default:
      return answer;
  }
}
