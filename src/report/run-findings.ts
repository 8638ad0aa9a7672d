import type { RunResult } from '../run/run-result.ts';
import type { JournalEntry } from '../validate/journal.ts';
import { edgeLines } from './edge-text.ts';
import { pluralText } from './quantity.ts';
import { threadLines } from './thread-lines.ts';

/**
 * All that is told of a run below the tables, a block each: what it found, what it does not bear out,
 * which edges to cut, and how it ended where it did not end by itself.
 */
export function runBlocks(
  name: string,
  result: RunResult,
  textOf: (entry: JournalEntry) => string,
): string[] {
  const { findings, findingsLost, threads, ending, cuts } = result;
  const isRejected = ({ finding }: JournalEntry) => finding.rejection !== undefined;
  const blocks = [
    ...findings.filter((entry) => !isRejected(entry)).map(textOf),
    ...findings.filter(isRejected).map(textOf),
  ];
  if (cuts.length > 0) blocks.push(edgeLines(cuts, name).join('\n'));
  if (findingsLost > 0) {
    blocks.push(`${pluralText(findingsLost, 'finding')} of ${name} did not fit in memory`);
  }
  if (threads.length > 0) {
    const states = threads.flatMap((state) => ['', ...threadLines(state)]);
    blocks.push([`all threads of ${name} as the run ended (${ending}):`, ...states].join('\n'));
  }
  return blocks;
}
