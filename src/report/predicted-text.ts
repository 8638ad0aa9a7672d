import type { Finding } from '../validate/finding.ts';
import { pluralText } from './quantity.ts';
import { threadLines } from './thread-lines.ts';
import { waitsOf } from './wait-lines.ts';
import { wrapped } from './wrapped.ts';

export function predictedTitle({ threads }: Finding): string {
  const count = pluralText(threads.length, 'thread');
  return `PREDICTED: a deadlock of ${count} that did not happen in this run`;
}

/**
 * A deadlock that another order of the same events ends in. First that it did not happen, then who would
 * wait for whom, each thread with what it holds and wants, and the way there.
 */
export function predictedBody(finding: Finding): string[] {
  const waits = waitsOf(finding.threads);
  if (waits.length === 0) return [`${finding.summary}.`];
  const sentence = waits.map(({ waiter, lock, why }) => `${waiter} waits for ${lock}, ${why}`);
  return [
    ...wrapped(
      'It did not happen. The same inputs allow it: if the threads of this run get their turns in ' +
        'another order, each doing what it did here, then',
    ),
    `${sentence.join(';\n')}.`,
    '',
    ...finding.threads.flatMap((state) => [...threadLines(state), '']),
    ...wayThere(finding.details),
    'the cycle of waits:',
    ...waits.map(({ waiter, lock, holder }) => `  ${waiter} --> ${lock} --> ${holder}`),
    '',
    ' *** DEADLOCK, predicted ***',
  ];
}

function wayThere(details: readonly string[]): string[] {
  if (details.length === 0) return [];
  const lines = details.flatMap((line) => wrapped(line, '  - ', '    '));
  return ['the way there; each thread runs this far and no further:', ...lines, ''];
}

/** How often, since nobody counts what did not happen. */
export function predictedLine(count: number): string {
  return `its rarest step was made ${pluralText(count, 'time')} in the record of this run`;
}
