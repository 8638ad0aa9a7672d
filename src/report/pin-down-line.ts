import type { JournalEntry } from '../validate/journal.ts';
import { shellWord } from './shell-word.ts';

/** Options of `stress` that `explore` has as well. */
const SHARED = /^(workload|threads|devices|objects|pages|sharing|memory|fixed|seed)\b/;

interface Found {
  readonly findings: readonly JournalEntry[];
}

/**
 * The command that pins down a deadlock which a free run has come by, or come near: what happened once
 * among thousands of rounds then happens every time. `rerun`: the command that runs it freely again;
 * `design`: one of several that it names.
 */
export function pinDownLine({ findings }: Found, rerun: string, design?: string): string[] {
  const isDeadlock = ({ finding }: JournalEntry) =>
    finding.type === 'deadlock' && finding.level !== 'possible';
  if (!findings.some(isDeadlock)) return [];
  const [command = '', ...options] = rerun.split(' --');
  const words = [
    command.replace(' stress', ' explore'),
    ...(design === undefined ? [] : [namedAlone(options) ?? `design ${shellWord(design)}`]),
    ...options.filter((option) => SHARED.test(option)),
  ];
  return [`pin it down: ${words.join(' --')}`];
}

/** As it was given: the file of a user's own design is found by its path, not by its name. */
function namedAlone(options: readonly string[]): string | undefined {
  return options.find((option) => /^design (?!all$)[^,]+$/.test(option));
}
