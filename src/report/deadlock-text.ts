import type { Finding } from '../validate/finding.ts';
import { predictedBody, predictedTitle } from './predicted-text.ts';
import { pluralText } from './quantity.ts';
import { threadLines } from './thread-lines.ts';
import { waitsOf } from './wait-lines.ts';

export function deadlockTitle(finding: Finding): string {
  const threads = pluralText(finding.threads.length, 'thread');
  switch (finding.level) {
    case 'confirmed':
      return `DEADLOCK: ${threads} ${isKnot(finding) ? 'stuck for ever' : 'in a cycle of waits'}, confirmed`;
    case 'predicted':
      return predictedTitle(finding);
    case 'possible':
      return `WARNING: deadlock of ${threads} possible`;
  }
}

/**
 * A cycle of waits that happened. First the cycle in one sentence with names, then each thread with
 * what it holds and wants, then the waits as arrows. Threads come in the order of the cycle: each
 * waits for the next, the last for the first.
 */
export function deadlockBody(finding: Finding): string[] {
  if (finding.level === 'predicted') return predictedBody(finding);
  if (isKnot(finding)) return knotBody(finding);
  const waits = waitsOf(finding.threads);
  if (waits.length === 0) return [finding.summary];
  const sentence = waits.map(({ waiter, lock, why }) => `${waiter} waits for ${lock}, ${why}`);
  return [
    `${sentence.join(';\n')}.`,
    '',
    ...finding.threads.flatMap((state) => [...threadLines(state), '']),
    'the cycle of waits:',
    ...waits.map(({ waiter, lock, holder }) => `  ${waiter} --> ${lock} --> ${holder}`),
    '',
    ' *** DEADLOCK ***',
  ];
}

/** Not one cycle: an event that several threads might signal, or a thread that has ended. */
function isKnot(finding: Finding): boolean {
  return finding.cycle.length === 0 && finding.details.length > 0;
}

function knotBody(finding: Finding): string[] {
  return [
    `${finding.details.join(';\n')}.`,
    '',
    ...finding.threads.flatMap((state) => [...threadLines(state), '']),
    ' *** DEADLOCK ***',
  ];
}
