import type { Finding } from '../validate/finding.ts';
import type { JournalEntry } from '../validate/journal.ts';

/** One list of distinct findings: what threads wrote, and what the coordinator adds. */
export function mergeFindings(
  journal: readonly JournalEntry[],
  ...more: readonly (readonly Finding[])[]
): JournalEntry[] {
  const merged = new Map<string, JournalEntry>();
  const entries = [...journal, ...more.flat().map((finding) => ({ finding, count: 1 }))];
  for (const { finding, count } of entries) {
    const known = merged.get(finding.key);
    merged.set(finding.key, {
      finding: known?.finding ?? finding,
      count: count + (known?.count ?? 0),
    });
  }
  return [...merged.values()];
}
