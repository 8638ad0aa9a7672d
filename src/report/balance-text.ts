import type { Finding } from '../validate/finding.ts';
import { frameLines, heldLines, taskName } from './lock-line.ts';

export const BAD_UNLOCK_TITLE = 'WARNING: bad unlock balance detected!';

/** Unlock of what is not held, in the kernel's order of telling (print_unlock_imbalance_bug). */
export function badUnlockBody(finding: Finding): string[] {
  const [self] = finding.threads;
  const [lock] = finding.locks;
  if (self === undefined || lock === undefined) return [finding.summary];
  const rest = self.holds.length === 0 ? 'there are no more locks to release!' : 'it is not held!';
  return [
    `${taskName(self)} is trying to release lock (${lock.class}) at:`,
    finding.details[0] ?? 'unknown site',
    `but ${rest}`,
    `the lock is ${lock.name}`,
    '',
    'other info that might help us debug this:',
    ...heldLines(self),
    '',
    'stack backtrace:',
    ...frameLines(finding.details, ' '),
  ];
}

export function heldAtExitTitle(finding: Finding): string {
  const [self] = finding.threads;
  return `WARNING: ${self === undefined ? 'a thread' : taskName(self)} still has locks held!`;
}

/** Locks held at the end of an operation (kernel: "still has locks held"). */
export function heldAtExitBody(finding: Finding): string[] {
  const [self] = finding.threads;
  return self === undefined ? [finding.summary] : heldLines(self);
}
