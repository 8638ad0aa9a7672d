import { type Step, programOf } from '../../src/scenario/play/program.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** What a thread waits for that somebody else ends; 0: nothing. */
const QUEUED = 1;
const LISTENING = 2;

interface Semaphore {
  writer: number;
  /** Per thread, how often it reads. */
  readers: number[];
  queue: { thread: number; write: boolean }[];
}

/** All that a program can be in: plain data, so that a state is its own key. */
interface State {
  at: number[];
  started: boolean[];
  waits: number[];
  nofs: number[];
  owner: number[];
  semaphores: Semaphore[];
  happened: boolean[];
}

const NOBODY = -1;

/**
 * The semantics of scenario files once more, as plainly as they are written down: every interleaving
 * of a small program. Without ww-mutexes. null: too many states to tell.
 */
export function deadlockIsReachable(scenario: Scenario, statesMax: number): boolean | null {
  const programs = scenario.threads.map((_, thread) => programOf(scenario, thread));
  const start: State = {
    at: programs.map(() => 0),
    started: scenario.threads.map(({ spawned }) => !spawned),
    waits: programs.map(() => 0),
    nofs: programs.map(() => 0),
    owner: scenario.locks.map(() => NOBODY),
    semaphores: scenario.locks.map(() => ({
      writer: NOBODY,
      readers: programs.map(() => 0),
      queue: [],
    })),
    happened: scenario.locks.map(() => false),
  };
  const seen = new Set<string>();
  const open = [JSON.stringify(start)];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > statesMax) return null;
    const next = programs.flatMap((steps, thread) =>
      step(JSON.parse(key), steps, thread, programs),
    );
    if (next.length === 0 && isStuck(JSON.parse(key), programs)) return true;
    open.push(...next.map((state) => JSON.stringify(state)));
  }
  return false;
}

type Programs = readonly (readonly Step[])[];

function isStuck({ at, started }: State, programs: Programs): boolean {
  return programs.some((steps, thread) => started[thread] && at[thread] < steps.length);
}

/** The states after one step of a thread: none, if it cannot take any. Changes `state`. */
function step(state: State, steps: readonly Step[], thread: number, programs: Programs): State[] {
  const at = state.at[thread];
  if (!state.started[thread] || at >= steps.length || state.waits[thread] !== 0) return [];
  const { op, skipTo, closes } = steps[at];
  const go = (to = at + 1): State[] => {
    state.at[thread] = to;
    return [state];
  };
  switch (op.verb) {
    case 'lock':
    case 'trylock':
    case 'timedlock':
      if (state.owner[op.lock] !== NOBODY) return op.verb === 'lock' ? [] : go(skipTo);
      state.owner[op.lock] = thread;
      return go();
    case 'unlock':
      state.owner[op.lock] = NOBODY;
      return go();
    case 'exit':
      return go(steps.length);
    case 'nofs':
      state.nofs[thread]++;
      return go();
    case 'endnofs':
      state.nofs[thread]--;
      return go();
    case 'alloc':
      return go(!closes && state.nofs[thread] > 0 ? skipTo : at + 1);
    default:
      return (
        stepOnEvent(state, thread, programs, go) ?? stepOnSemaphore(state, thread, steps[at], go)
      );
  }
}

/** null: it is none. */
function stepOnEvent(
  state: State,
  thread: number,
  programs: Programs,
  go: () => State[],
): State[] | null {
  const { op } = programs[thread][state.at[thread]];
  switch (op.verb) {
    case 'wait':
    case 'fence_wait':
      return state.happened[op.lock] ? go() : [];
    case 'complete':
    case 'fence_signal':
      state.happened[op.lock] = true;
      return go();
    case 'cond_wait':
      state.waits[thread] = LISTENING;
      return [state];
    case 'cond_signal':
      wakeListeners(state, op.lock, programs);
      return go();
    case 'spawn':
      state.started[op.thread] = true;
      return go();
    case 'join': {
      const ended = state.at[op.thread] >= programs[op.thread].length;
      return state.started[op.thread] && ended ? go() : [];
    }
    default:
      return null;
  }
}

function wakeListeners(state: State, lock: number, programs: Programs): void {
  programs.forEach((steps, other) => {
    const waiting = steps[state.at[other]]?.op;
    if (state.waits[other] !== LISTENING || waiting?.verb !== 'cond_wait') return;
    if (waiting.lock !== lock) return;
    state.waits[other] = 0;
    state.at[other]++;
  });
}

function stepOnSemaphore(
  state: State,
  thread: number,
  { op, skipTo }: Step,
  go: (to?: number) => State[],
): State[] {
  if (!('lock' in op)) return go();
  const semaphore = state.semaphores[op.lock];
  const write = op.verb === 'write' || op.verb === 'trywrite';
  switch (op.verb) {
    case 'unwrite':
    case 'unread':
    case 'downgrade':
      if (op.verb === 'unread') semaphore.readers[thread]--;
      else semaphore.writer = NOBODY;
      if (op.verb === 'downgrade') semaphore.readers[thread]++;
      admit(state, semaphore);
      return go();
    case 'read':
    case 'write':
      if (semaphore.queue.length === 0 && enter(semaphore, thread, write)) return go();
      semaphore.queue.push({ thread, write });
      state.waits[thread] = QUEUED;
      return [state];
    case 'tryread':
    case 'trywrite':
      if (semaphore.queue.length === 0 && enter(semaphore, thread, write)) return go();
      return go(skipTo);
    default:
      return go();
  }
}

function enter(semaphore: Semaphore, thread: number, write: boolean): boolean {
  if (semaphore.writer !== NOBODY) return false;
  if (write && semaphore.readers.some((count) => count > 0)) return false;
  if (write) semaphore.writer = thread;
  else semaphore.readers[thread]++;
  return true;
}

/** First come, first served. */
function admit(state: State, semaphore: Semaphore): void {
  for (let head = semaphore.queue[0]; head !== undefined; head = semaphore.queue[0]) {
    if (!enter(semaphore, head.thread, head.write)) return;
    semaphore.queue.shift();
    state.waits[head.thread] = 0;
    state.at[head.thread]++;
  }
}
