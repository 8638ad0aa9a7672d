import { UsageError } from '../../src/base/errors.ts';
import type { StackProgram } from '../../src/explore/program.ts';
import type { RecordedDecision, Recording, ToldWait } from '../../src/explore/recording.ts';
import type { ShrinkCandidate } from '../../src/explore/shrink-tries.ts';

/** A worker at its next step. */
interface Worker {
  readonly name: string;
  readonly steps: readonly { readonly take: boolean; readonly lock: string }[];
  at: number;
}

const THREADS_LEAST = 2;

/**
 * In place of the emulated stack: workers that take a lock of their own and, while they hold it, that of
 * the next buffer; the first two of them take a pair in opposite orders, from their third operation on.
 */
export function toyProgram(threads: number, operations: number): StackProgram {
  const sizes = { threads, objects: 8 };
  return { kind: 'stack', design: 'toy', workload: 'toy', sizes, operations, seed: 1, pauses: {} };
}

/** Runs it as the choices say; wherever they say nothing, whoever runs goes on, else the first. */
export function runToy({ program, choices }: ShrinkCandidate): Recording {
  const { sizes, operations } = program as StackProgram;
  const { threads = THREADS_LEAST } = sizes;
  if (threads < THREADS_LEAST) throw new UsageError(`--threads is ${threads}`, 'take more');
  const workers = Array.from({ length: threads }, (_, n) => workerOf(n, threads, operations));
  const owners = new Map<string, Worker>();
  const decisions: RecordedDecision[] = [];
  let running: Worker | undefined;
  for (let ready = readyOf(workers, owners); ready.length > 0; ready = readyOf(workers, owners)) {
    const asked = ready.find(({ name }) => name === choices[decisions.length]);
    const standard = running !== undefined && ready.includes(running) ? running : ready[0];
    running = (ready.length > 1 ? asked : undefined) ?? (standard as Worker);
    const step = running.steps[running.at++] as Worker['steps'][number];
    if (ready.length > 1) decisions.push(decisionOf(running, step, ready));
    if (step.take) owners.set(step.lock, running);
    else owners.delete(step.lock);
  }
  const stuck = workers.filter(({ at, steps }) => at < steps.length);
  const deadlock = stuck.length === 0 ? null : cycleOf(stuck, owners);
  return {
    program,
    engine: 'threads',
    strategy: { name: 'replay', seed: 1, schedule: 0 },
    decisions,
    outcome: deadlock === null ? 'clean' : 'deadlock',
    signature: deadlock === null ? null : deadlock.map(({ wants }) => wants).join(),
    deadlock: deadlock === null ? null : { cycle: deadlock, isCycle: true, summary: '' },
  };
}

function workerOf(n: number, threads: number, operations: number): Worker {
  const take = (lock: string) => ({ take: true, lock });
  const give = (lock: string) => ({ take: false, lock });
  const steps = Array.from({ length: operations }, (_, operation) => {
    const [a, b] = n < 2 && operation >= 2 ? pairOf(n) : [`own ${n}`, `next ${(n + 1) % threads}`];
    return [take(a), take(b), give(b), give(a)];
  });
  return { name: `worker-${n}`, steps: steps.flat(), at: 0 };
}

function pairOf(n: number): [string, string] {
  return n === 0 ? ['left', 'right'] : ['right', 'left'];
}

function readyOf(workers: readonly Worker[], owners: ReadonlyMap<string, Worker>): Worker[] {
  return workers.filter(({ at, steps }) => {
    const step = steps[at];
    return step !== undefined && !(step.take && owners.has(step.lock));
  });
}

function decisionOf(
  { name }: Worker,
  { take, lock }: Worker['steps'][number],
  ready: readonly Worker[],
): RecordedDecision {
  return {
    enabled: ready.map((worker) => worker.name),
    run: name,
    op: take ? 'lock' : 'release',
    lock,
    class: lock.split(' ')[0] as string,
    site: `${take ? 'take' : 'give'} ${lock}`,
    fingerprint: '',
  };
}

/** From the first that waits for somebody who waits, along the owners. */
function cycleOf(stuck: readonly Worker[], owners: ReadonlyMap<string, Worker>): ToldWait[] {
  const wish = ({ at, steps }: Worker) => (steps[at] as Worker['steps'][number]).lock;
  const way: Worker[] = [];
  let next = stuck[0] as Worker;
  for (; !way.includes(next); next = owners.get(wish(next)) as Worker) way.push(next);
  const cycle = way.slice(way.indexOf(next));
  return cycle.map((worker, n) => {
    const holds = wish(cycle.at(n - 1) as Worker);
    const wants = wish(worker);
    return { thread: worker.name, holds, wants, site: `take ${wants}`, heldSite: `take ${holds}` };
  });
}
