import type { Measurement } from './ledger.ts';

/** Each finding once, with its count over all of them. */
export function mergeFindings(findings: Measurement['findings']): Measurement['findings'] {
  const merged = new Map<string, Measurement['findings'][number]>();
  for (const finding of findings) {
    const key = `${finding.type} ${finding.level} ${finding.summary}`;
    merged.set(key, { ...finding, count: finding.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}
