import type { Finding, ThreadState } from '../validate/finding.ts';
import { pluralText } from './quantity.ts';
import { threadLines } from './thread-lines.ts';

export function deadlockTitle(finding: Finding): string {
  const threads = pluralText(finding.threads.length, 'thread');
  return finding.level === 'confirmed'
    ? `DEADLOCK: ${threads} ${isKnot(finding) ? 'stuck for ever' : 'in a cycle of waits'}, confirmed`
    : `WARNING: deadlock of ${threads} ${finding.level}`;
}

/**
 * A cycle of waits that happened. First the cycle in one sentence with names, then each thread with
 * what it holds and wants, then the waits as arrows. Threads come in the order of the cycle: each
 * waits for the next, the last for the first.
 */
export function deadlockBody(finding: Finding): string[] {
  if (isKnot(finding)) return knotBody(finding);
  const waits = finding.threads.map((state, index) =>
    waitOf(state, finding.threads[(index + 1) % finding.threads.length]),
  );
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

function waitOf(state: ThreadState, next: ThreadState) {
  const lock = state.wants?.name ?? 'an unknown lock';
  const holds = next.holds.some((held) => held.name === lock);
  return {
    waiter: state.thread,
    lock,
    holder: next.thread,
    // A fence or completion is held by nobody: the next thread of the cycle is to bring it about.
    why: holds ? `which ${next.thread} holds` : `which only ${next.thread} can bring about`,
  };
}
