import { EVENT, EVENT_SHARED, type EventTrace } from '../../src/shared/event-trace.ts';
import type { DeadlockPattern } from '../../src/predict/predict.ts';
import { ProgramMachine, type Refusals } from './program-machine.ts';
import type { SmallProgram } from './small-program.ts';
import { Replay } from './witness-replay.ts';

/**
 * Every state that any order of steps reaches without other refusals than these; null: more than
 * `limit`.
 */
export function reachable(
  program: SmallProgram,
  refusals: Refusals,
  limit: number,
): ProgramMachine[] | null {
  const first = new ProgramMachine(program, undefined, refusals);
  const seen = new Set([first.key()]);
  const states = [first];
  for (let head = 0; head < states.length; head++) {
    const state = states[head] as ProgramMachine;
    for (const move of state.moves()) {
      const next = state.copy();
      next.step(move);
      if (next.hasDiverged || seen.has(next.key())) continue;
      seen.add(next.key());
      states.push(next);
      if (states.length > limit) return null;
    }
  }
  return states;
}

/** Whether all threads of the pattern wait in this state, each for the next, at those very places. */
export function isDeadlock(state: ProgramMachine, trace: EventTrace, { steps }: DeadlockPattern) {
  return steps.every(({ thread, wants, event }, i) => {
    const next = steps[(i + 1) % steps.length]?.thread as number;
    const place = trace.row[event] - 100 * thread;
    return (
      state.waitsFor(thread) === wants && state.at[thread] === place && state.blocks(next, thread)
    );
  });
}

/** Locks and rows of a cycle, from its smallest lock on: what makes a pattern the same pattern. */
export function patternName(
  trace: EventTrace,
  steps: readonly { readonly holds: number; readonly heldEvent: number; readonly event: number }[],
): string {
  const told = steps.filter(({ heldEvent, event }) => heldEvent !== event);
  const least = told.reduce(
    (best, { holds }, i) => (holds < (told[best]?.holds ?? 0) ? i : best),
    0,
  );
  return [...told.slice(least), ...told.slice(0, least)]
    .map(({ holds, heldEvent, event }) => `${holds}:${trace.row[heldEvent]}>${trace.row[event]}`)
    .join(' ');
}

interface Wait {
  readonly thread: number;
  readonly event: number;
  readonly wants: number;
  readonly shared: boolean;
}

/**
 * Sync-preserving deadlocks by definition: of all ways to cut all threads, those where what is left
 * of the trace is a run, and in it all cycles of waits.
 */
export function deadlocksByDefinition(trace: EventTrace): Set<string> {
  const events: number[][] = Array.from({ length: trace.threads + 1 }, () => []);
  for (let event = 0; event < trace.count; event++) events[trace.thread[event]]?.push(event);
  const names = new Set<string>();
  const cuts = new Int32Array(trace.threads + 1);
  const cutFrom = (thread: number): void => {
    if (thread > trace.threads) {
      const replay = new Replay(trace);
      if (replay.run(cuts) === null) addCycles(trace, replay, events, cuts, names);
      return;
    }
    for (let cut = 0; cut <= (events[thread] as number[]).length; cut++) {
      cuts[thread] = cut;
      cutFrom(thread + 1);
    }
  };
  cutFrom(1);
  return names;
}

function addCycles(
  trace: EventTrace,
  replay: Replay,
  events: readonly number[][],
  cuts: Int32Array,
  names: Set<string>,
): void {
  const waits: Wait[] = [];
  for (let thread = 1; thread <= trace.threads; thread++) {
    const event = events[thread]?.[cuts[thread]];
    if (event === undefined || !replay.isEnabled(event)) continue;
    const kind = trace.kind[event];
    // Tried and timed acquires have flags of their own, and are no waits.
    if ((kind & ~EVENT_SHARED) !== EVENT.acquire) continue;
    waits.push({ thread, event, wants: trace.object[event], shared: (kind & EVENT_SHARED) !== 0 });
  }
  for (const first of waits) follow(trace, replay, waits, [first], names);
}

/** Extends a path of threads that wait, each for the next. */
function follow(
  trace: EventTrace,
  replay: Replay,
  waits: readonly Wait[],
  path: readonly Wait[],
  names: Set<string>,
): void {
  const last = path.at(-1) as Wait;
  const first = path[0] as Wait;
  for (const next of waits) {
    if (!replay.isHeldBy(last.wants, next.thread)) continue;
    if (next === first) {
      if (!areBlocked(replay, waits, path)) continue;
      const steps = path.map(({ thread, event }, i) => {
        const holds = (path[(i + path.length - 1) % path.length] as Wait).wants;
        return { holds, heldEvent: replay.heldSince(holds, thread), event };
      });
      names.add(patternName(trace, steps));
    } else if (!path.some(({ thread, wants }) => thread === next.thread || wants === next.wants)) {
      follow(trace, replay, waits, [...path, next], names);
    }
  }
}

/** A reader waits for a reader only behind a writer who takes no other part. */
function areBlocked(replay: Replay, waits: readonly Wait[], path: readonly Wait[]): boolean {
  return path.every(({ thread, wants, shared }, i) => {
    const next = path[(i + 1) % path.length] as Wait;
    if (replay.blockers(wants, thread, shared).includes(next.thread)) return true;
    const bystanders = waits.filter((each) => !path.includes(each));
    return shared && bystanders.some((each) => each.wants === wants && !each.shared);
  });
}
