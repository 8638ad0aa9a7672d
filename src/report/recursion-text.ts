import type { Finding } from '../validate/finding.ts';
import { classLabel, frameLines, heldLines, lockLine, taskName } from './lock-line.ts';
import { scenarioTable } from './scenario-table.ts';

export const RECURSION_TITLE = 'WARNING: possible recursive locking detected';

/** Same-class recursion in the kernel's order of telling (print_deadlock_bug). */
export function recursionBody(finding: Finding): string[] {
  const [self] = finding.threads;
  const wanted = self?.wants;
  if (self === undefined || wanted === undefined) return [finding.summary];
  const label = classLabel(wanted.acquisition);
  const held = self.holds.find((lock) => classLabel(lock.acquisition) === label);
  return [
    `${taskName(self)} is trying to acquire lock:`,
    lockLine(wanted),
    '',
    'but task is already holding lock:',
    held === undefined ? 'unknown' : lockLine(held),
    '',
    'other info that might help us debug this:',
    ...scenarioTable([
      { cpu: 0, lock: label, shared: held?.acquisition.mode === 'shared' },
      { cpu: 0, lock: label, shared: wanted.acquisition.mode === 'shared' },
    ]),
    '',
    ' May be due to missing lock nesting notation',
    '',
    ...heldLines(self),
    '',
    'stack backtrace:',
    ...frameLines(wanted.site, ' '),
  ];
}
