import fc from 'fast-check';
import { expect, it } from 'vitest';
import { predict } from '../../src/predict/predict.ts';
import {
  EVENT,
  EVENT_KIND_MASK,
  EVENT_TIMED,
  EVENT_TRIED,
  type EventTrace,
} from '../../src/shared/event-trace.ts';
import { type ScriptEvent, traceOf } from './event-script.ts';
import { deadlocksByDefinition, isDeadlock, patternName, reachable } from './possible-deadlocks.ts';
import { ProgramMachine, type Refusals } from './program-machine.ts';
import { type ProgramShape, type SmallProgram, smallProgram } from './small-program.ts';
import { refuteWitness } from './witness-replay.ts';

const STATES_MAX = 20_000;
const CUTS_MAX = 4_000;

interface Run {
  readonly program: SmallProgram;
  readonly choices: readonly number[];
  readonly trace: EventTrace;
  readonly refusals: Refusals;
}

/** One run, which goes where the choices lead; it may end stuck. */
function runOf(program: SmallProgram, choices: readonly number[]): Run {
  const events: ScriptEvent[] = [];
  const refusals = new Map<string, boolean>();
  const machine = new ProgramMachine(program, (event) => {
    events.push(event);
    const is = event.kind & EVENT_KIND_MASK;
    const refused = is === EVENT.tryFailed || is === EVENT.gaveUp;
    const flags = event.kind & (EVENT_TRIED | EVENT_TIMED);
    if (refused || flags !== 0) refusals.set(machine.placeOf(event.thread), refused);
  });
  for (let step = 0; ; step++) {
    const moves = machine.moves();
    const move = moves[(choices[step % choices.length] as number) % Math.max(moves.length, 1)];
    if (move === undefined) {
      return { program, choices, trace: traceOf(events, program.locks + 2), refusals };
    }
    machine.step(move);
  }
}

const RECORDED_LATE = new Set<number>([EVENT.acquire, EVENT.tryFailed, EVENT.gaveUp]);

/**
 * As threads really record: an acquire or a refusal some time after it happened, a release some time
 * before it does, each between the thread's own other events.
 */
function recordedApart({ trace, choices }: Run): EventTrace {
  const times: number[] = [];
  for (let thread = 1; thread <= trace.threads; thread++) {
    const own = [...trace.thread.keys()].filter((event) => trace.thread[event] === thread);
    for (const [i, event] of own.entries()) {
      const kind = trace.kind[event] & EVENT_KIND_MASK;
      const share = (choices[event % choices.length] as number) / 12;
      const earliest = Math.max(times[own[i - 1] as number] ?? 0, own[i - 1] ?? 0);
      let time = event;
      if (RECORDED_LATE.has(kind)) time += share * ((own[i + 1] ?? trace.count) - event);
      else if (kind === EVENT.release) time -= share * (event - earliest);
      times[event] = time;
    }
  }
  const order = [...times.keys()].sort((a, b) => (times[a] as number) - (times[b] as number));
  const events = order.map((event) => ({
    thread: trace.thread[event],
    kind: trace.kind[event],
    object: trace.object[event],
    row: trace.row[event],
  }));
  return traceOf(events, trace.objects);
}

const choices = fc.array(fc.nat(11), { minLength: 1, maxLength: 30 });

/** Calls `check` with runs of random programs; returns in how many something was predicted. */
function forRuns(shape: ProgramShape, numRuns: number, check: (run: Run) => boolean): number {
  let telling = 0;
  fc.assert(
    fc.property(smallProgram(shape), choices, (program, order) => {
      if (check(runOf(program, order))) telling++;
    }),
    { numRuns, seed: 7 },
  );
  return telling;
}

const EVERYTHING: ProgramShape = {
  threads: 4,
  locks: 3,
  steps: 6,
  verbs: [
    ...(['acquire', 'acquire', 'acquire', 'acquire', 'release', 'release'] as const),
    ...(['try', 'timed', 'downgrade', 'complete', 'wait', 'spawn', 'join'] as const),
  ],
  readers: true,
  crossing: true,
};
const LOCKS_ONLY: ProgramShape = {
  ...EVERYTHING,
  verbs: ['acquire', 'acquire', 'release'],
  readers: false,
};
const REFUSALS: ProgramShape = {
  ...EVERYTHING,
  verbs: [
    ...(['acquire', 'acquire', 'acquire', 'try', 'try', 'timed'] as const),
    ...(['downgrade', 'release', 'release'] as const),
  ],
  threads: 3,
  steps: 8,
};

function predictedOnes(trace: EventTrace) {
  const { patterns, truncated } = predict(trace);
  expect(truncated).toBe(false);
  return patterns.filter(({ verdict }) => verdict.kind === 'predicted');
}

/** Whether something is predicted and all of it can be reached. */
function isReached(trace: EventTrace, { program, refusals }: Run): boolean {
  const predicted = predictedOnes(trace);
  const states = predicted.length === 0 ? null : reachable(program, refusals, STATES_MAX);
  if (states === null) return false;
  for (const pattern of predicted) {
    expect(states.some((state) => isDeadlock(state, trace, pattern))).toBe(true);
  }
  return true;
}

it('predicts only what the program can reach, with a witness that leads there', () => {
  for (const shape of [EVERYTHING, REFUSALS, { ...LOCKS_ONLY, readers: true }]) {
    const telling = forRuns(shape, 1500, (run) => {
      for (const pattern of predictedOnes(run.trace)) {
        expect(refuteWitness(run.trace, pattern)).toBe(null);
      }
      return isReached(run.trace, run);
    });
    expect(telling).toBeGreaterThan(30);
  }
});

it('predicts nothing false when threads record a little before or after', () => {
  for (const shape of [EVERYTHING, REFUSALS]) {
    const telling = forRuns(shape, 1500, (run) => isReached(recordedApart(run), run));
    expect(telling).toBeGreaterThan(30);
  }
});

it('predicts all that is sync-preserving, by definition', () => {
  const withOrder: ProgramShape = {
    ...LOCKS_ONLY,
    verbs: ['acquire', 'acquire', 'acquire', 'release', 'complete', 'wait', 'spawn', 'join'],
    readers: true,
  };
  const twoThreads = { ...LOCKS_ONLY, threads: 2, steps: 12 };
  for (const shape of [twoThreads, { ...LOCKS_ONLY, threads: 3 }, withOrder]) {
    const telling = forRuns(shape, 700, ({ trace }) => {
      const lengths = new Int32Array(trace.threads + 1);
      for (const thread of trace.thread) lengths[thread]++;
      if (lengths.reduce((ways, length) => ways * (length + 1), 1) > CUTS_MAX) return false;
      const expected = deadlocksByDefinition(trace);
      const predicted = predictedOnes(trace).map(({ steps }) => patternName(trace, steps));
      expect(new Set(predicted)).toEqual(expected);
      return expected.size > 0;
    });
    expect(telling).toBeGreaterThan(15);
  }
});
