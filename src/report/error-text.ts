import { InvariantError, UsageError } from '../base/errors.ts';

/** An error in words: what is wrong, and on the next line how to mend it or whose fault it is. */
export function errorText(error: unknown): string {
  if (error instanceof UsageError) {
    return `lockyard: ${error.message}\n  to mend it: ${error.mend}\n`;
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fault =
    error instanceof InvariantError ? 'a rule of lockyard itself is broken' : 'unforeseen';
  return `lockyard: internal error (${fault}); this is a defect of lockyard, not of its input\n${told}\n`;
}
