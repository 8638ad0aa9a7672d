import { exitEventOf } from '../pseudo-classes.ts';
import type { ScenarioOp } from '../scenario.ts';
import { blockersOf } from './blockers.ts';
import type { ModelProgram } from './model-program.ts';
import { ScheduleTrace } from './schedule-trace.ts';

/** A lock at a place in the scenario. */
export interface LockSite {
  readonly lock: string;
  readonly class: string;
  readonly line: number;
  readonly text: string;
}

export interface StuckThread {
  readonly thread: string;
  /** Oldest first. */
  readonly holds: readonly LockSite[];
  /** null: it has ended with locks that others want. */
  readonly wants: LockSite | null;
}

/** A state in which no thread can take a step though some have steps left. */
export interface ModelDeadlock {
  readonly threads: readonly StuckThread[];
  /**
   * Indices into `threads`, each waiting for the next and the last for the first; empty: no cycle.
   */
  readonly cycle: readonly number[];
}

/** The state behind a schedule, told as a deadlock. */
export function deadlockAfter(program: ModelProgram, choices: readonly number[]): ModelDeadlock {
  const trace = new ScheduleTrace(program);
  for (const thread of choices) trace.step(thread);
  const all = Array.from({ length: program.threads }, (_, thread) => thread);
  const blockers = all.map((thread) => blockersOf(trace.machine, thread));
  const wanted = new Set(blockers.flat());
  const isStuck = (thread: number) =>
    trace.machine.hasStarted(thread) && !trace.machine.hasEnded(thread);
  const told = all.filter(
    (thread) => isStuck(thread) || (wanted.has(thread) && trace.heldBy(thread).length > 0),
  );
  return {
    threads: told.map((thread) => stuckThread(program, trace, thread)),
    cycle: shortestCycle(blockers).map((thread) => told.indexOf(thread)),
  };
}

function stuckThread(
  { scenario }: ModelProgram,
  trace: ScheduleTrace,
  thread: number,
): StuckThread {
  const site = (lock: number, { line, text }: ScenarioOp): LockSite => {
    const { name, class: className } = scenario.locks[lock] as { name: string; class: string };
    return { lock: name, class: className, line, text };
  };
  const op = trace.nextOp(thread);
  return {
    thread: scenario.threads[thread]?.name ?? '',
    holds: trace.heldBy(thread).map((holding) => site(holding.lock, holding.op)),
    wants: op === null ? null : wantedSite(op),
  };

  function wantedSite(op: ScenarioOp): LockSite {
    if (op.verb !== 'join') return site(trace.wantedLock(thread), op);
    const event = exitEventOf(scenario.threads[op.thread]?.name ?? '');
    return { lock: event, class: event, line: op.line, text: op.text };
  }
}

/** A shortest way from a thread back to itself; empty: there is none. */
function shortestCycle(edges: readonly (readonly number[])[]): readonly number[] {
  let best: readonly number[] = [];
  for (let thread = 0; thread < edges.length; thread++) {
    const cycle = cycleFrom(thread, edges);
    if (cycle.length > 0 && (best.length === 0 || cycle.length < best.length)) best = cycle;
  }
  return best;
}

function cycleFrom(start: number, edges: readonly (readonly number[])[]): readonly number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const thread of queue) {
    for (const next of edges[thread] as readonly number[]) {
      if (next === start) return wayTo(thread, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, thread);
      queue.push(next);
    }
  }
  return [];
}

function wayTo(end: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0] as number) as number);
  return way;
}
