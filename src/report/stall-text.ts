import type { Finding } from '../validate/finding.ts';
import type { FindingContext } from './finding-frame.ts';
import { plainBody } from './plain-body.ts';

/** Where nobody looks for deadlocks, a stall may well be one. */
function detects({ level }: FindingContext): boolean {
  return level === 'order' || level === 'full';
}

export function stallTitle(_finding: Finding, context: FindingContext): string {
  return detects(context)
    ? 'STALL: threads are stuck, and no cycle of waits explains it'
    : `STALL: threads are stuck; deadlocks are not looked for at level ${context.level}`;
}

export function stallBody(finding: Finding, context: FindingContext): string[] {
  const body = plainBody(finding);
  if (detects(context)) return body;
  return [
    ...body,
    '',
    `Detection is off at level ${context.level}, so this may be a deadlock.`,
    'Run it again with --level full to know.',
  ];
}
