import { RunTracks, type TracedRun } from './run-tracks.ts';
import type { TraceEvent } from './trace-event.ts';

export type { TracedRun } from './run-tracks.ts';

/**
 * Runs as a document in the Chrome trace event format, which Perfetto opens: for each run a group of
 * tracks for its threads, with what they waited for, and one for its locks, with who held them; where
 * a wait begins, an arrow leads to it from the hold that is in its way. Slices of one track must nest,
 * and holds of one thread need not: that is why they are on the tracks of the locks.
 */
export function chromeTrace(runs: readonly TracedRun[], tool: string): string {
  const names: TraceEvent[] = [];
  const events: TraceEvent[] = [];
  let flows = 0;
  // A viewer takes a track whose number is its group's for the main one: there is none.
  let nextTid = 2 * runs.length + 1;
  for (const [n, run] of runs.entries()) {
    const [threadsPid, locksPid] = [2 * n + 1, 2 * n + 2] as const;
    const tracks = new RunTracks(run, { threadsPid, locksPid, firstTid: nextTid });
    nextTid = tracks.nextTid;
    const ofRun = tracks.events(flows + 1);
    flows += ofRun.filter(({ ph }) => ph === 's').length;
    names.push(...tracks.names());
    // No spread: a record may have more events than a call has arguments.
    for (const event of ofRun) events.push(event);
  }
  events.sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0));
  const lines = [...names, ...events].map((event) => JSON.stringify(event)).join(',\n');
  const about = JSON.stringify({ tool, runs: runs.map(({ name }) => name).join(', ') });
  return `{"displayTimeUnit":"ns","otherData":${about},"traceEvents":[\n${lines}\n]}\n`;
}
