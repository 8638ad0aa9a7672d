import { InvariantError, UsageError } from '../base/errors.ts';
import type { ThreadTask } from '../shared/plan.ts';
import { type SharedMemory, attachSharedMemory } from '../shared/shared-memory.ts';
import type { Actor, ThreadBody } from './actor.ts';
import { CpuAccount } from './cpu-account.ts';
import { awaitStart, workerLeaves, workersLive } from './start-barrier.ts';
import { ThreadContext } from './thread-context.ts';

/** Runs one thread's task from the start barrier to its last word. What it throws is the crew's to tell. */
export async function runThread(task: ThreadTask): Promise<void> {
  const memory = attachSharedMemory(task.memory);
  try {
    const thread = new ThreadContext(memory, task.plan, task.threadIndex);
    const body = (await import(task.plan.body)) as ThreadBody;
    const actor = await body.createActor(thread, task.plan.bodyPlan);
    awaitStart(memory);
    // Under control a thread mostly waits for its turn, and runs are many.
    const cpu = task.plan.schedule === undefined ? new CpuAccount(memory, thread.id) : null;
    const turnstile = actor.ownsSchedules === true ? null : thread.turnstile;
    if (turnstile?.begin() !== false) work(thread, memory, actor, task);
    turnstile?.end();
    cpu?.close();
    thread.flush();
  } catch (error) {
    throw portableError(error);
  }
}

function work(thread: ThreadContext, memory: SharedMemory, actor: Actor, task: ThreadTask): void {
  if (task.plan.threads[task.threadIndex]?.service === true) {
    serve(memory, actor);
    actor.leave?.();
    return;
  }
  try {
    perform(thread, actor, task.plan.operationsPerWorker);
    actor.leave?.();
  } finally {
    workerLeaves(memory);
  }
}

function perform(thread: ThreadContext, actor: Actor, budget: number): void {
  while (!thread.stopping() && (budget === 0 || thread.operations < budget)) {
    if (actor.perform() === 'finished') return;
  }
}

/** A service outlives the workers, since they may wait for it, and then finishes what is queued. */
function serve(memory: SharedMemory, actor: Actor): void {
  for (;;) {
    const alone = workersLive(memory) <= 0;
    if (actor.perform() === 'idle' && alone) return;
  }
}

/** Errors of our own classes lose their name and fields between threads: plain data keeps them. */
function portableError(error: unknown): unknown {
  if (!(error instanceof InvariantError || error instanceof UsageError)) return error;
  const { name, message, stack } = error;
  return { name, message, stack, ...(error instanceof UsageError ? { mend: error.mend } : {}) };
}
