import type { JournalEntry } from '../validate/journal.ts';
import { findingText } from './finding-text.ts';

/** A finding in full. Where the kernel prints its release stands `where`, for example your program. */
export function arenaFindingText({ finding, count }: JournalEntry, where = 'lockyard'): string {
  return findingText(finding, count, { where, level: 'full' });
}
