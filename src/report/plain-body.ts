import type { Finding } from '../validate/finding.ts';
import { threadLines } from './thread-lines.ts';

/** The sentence, the facts, then the threads as they stood. */
export function plainBody(finding: Finding): string[] {
  return [
    `${finding.summary}.`,
    ...finding.details.map((line) => `  ${line}`),
    ...finding.threads.flatMap((state) => ['', ...threadLines(state)]),
  ];
}
