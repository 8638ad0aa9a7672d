import { EVENT, EVENT_KIND_MASK, type EventTrace } from '../../shared/event-trace.ts';
import type { RecordedRun } from './recorded-run.ts';

/**
 * The record of each round by itself. Between rounds all threads meet, so that nothing of one can be
 * exchanged with anything of another; and each starts from the same state, so that what one shows need
 * not be told of the next. A run without rounds is one of its own.
 */
export function splitRounds({ trace, since }: RecordedRun): RecordedRun[] {
  const roundOf = roundsOf(trace);
  const rounds = new Set(roundOf);
  rounds.delete(BEGINS);
  const numbers = [...rounds].sort((a, b) => a - b);
  const lostIn = since === 0 ? -1 : lastLossy(trace, roundOf, since);
  const whole = numbers.filter((round) => round > lostIn);
  if (whole.length > 0) return whole.map((round) => ofRound(trace, roundOf, round, 0));
  const last = numbers.at(-1);
  return last === undefined ? [] : [ofRound(trace, roundOf, last, since)];
}

/** The last round of which some thread's events have been lost. */
function lastLossy({ object }: EventTrace, roundOf: Int32Array, since: number): number {
  return roundOf[since] === BEGINS ? object[since] - 1 : roundOf[since];
}

/** Not an event of a round: it says that one begins. */
const BEGINS = -1;

function roundsOf({ count, threads, kind, thread, object }: EventTrace): Int32Array {
  const begins = (event: number) => (kind[event] & EVENT_KIND_MASK) === EVENT.round;
  const now = new Int32Array(threads + 1).fill(UNKNOWN);
  let last = 0;
  for (let event = 0; event < count; event++) {
    if (!begins(event)) continue;
    // What a thread did before the first round that it begins belongs to the one before that.
    if (now[thread[event]] === UNKNOWN) now[thread[event]] = object[event] - 1;
    last = Math.max(last, object[event]);
  }
  const rounds = new Int32Array(count);
  for (let event = 0; event < count; event++) {
    const by = thread[event];
    if (begins(event)) now[by] = object[event];
    // Who has lost the beginning of its round is in the last one, as far as its ring reaches.
    rounds[event] = begins(event) ? BEGINS : now[by] === UNKNOWN ? last : now[by];
  }
  return rounds;
}

const UNKNOWN = -2;

function ofRound(
  trace: EventTrace,
  roundOf: Int32Array,
  round: number,
  since: number,
): RecordedRun {
  const events: number[] = [];
  let before = 0;
  for (let event = 0; event < trace.count; event++) {
    if (roundOf[event] !== round) continue;
    if (event < since) before++;
    events.push(event);
  }
  if (events.length === trace.count) return { trace, since };
  return {
    since: before,
    trace: {
      ...trace,
      count: events.length,
      kind: Uint8Array.from(events, (event) => trace.kind[event]),
      thread: Uint16Array.from(events, (event) => trace.thread[event]),
      object: Int32Array.from(events, (event) => trace.object[event]),
      row: Int32Array.from(events, (event) => trace.row[event]),
    },
  };
}
