import { Worker } from 'node:worker_threads';
import { compileProgram } from '../scenario/model/compile-program.ts';
import { traceOf } from '../scenario/model/schedule-trace.ts';
import { choicesOfModel } from './model-choices.ts';
import { type ModelJob, type ModelResult, doModelJob } from './model-job.ts';
import type { ModelTask } from './model-thread.ts';

/** What the model finds, and how real threads come to the same. */
export interface ModelSearch extends ModelResult {
  /** Threads of the decisions that lead real threads to the deadlock. */
  readonly realChoices: readonly string[];
}

/** Most jobs take no longer, and a thread of their own would only delay them. */
const HERE_MS = 300;

/** Does a job of the model; a long one in a thread of its own, so that it can be interrupted. */
export async function runModel(
  job: ModelJob,
  durationMs: number,
  interrupt: AbortSignal,
): Promise<ModelSearch> {
  const until = performance.now() + Math.min(durationMs, HERE_MS);
  const here = doModelJob(job, () => performance.now() >= until);
  const isCut = !here.complete && performance.now() >= until && durationMs > HERE_MS;
  const result = isCut ? await elsewhere(job, durationMs, interrupt) : here;
  const { deadlock } = result;
  if (deadlock === null) return { ...result, realChoices: [] };
  const steps = traceOf(compileProgram(job.scenario), deadlock.choices);
  return { ...result, realChoices: choicesOfModel(job.scenario, steps, deadlock.stuck) };
}

async function elsewhere(
  job: ModelJob,
  durationMs: number,
  interrupt: AbortSignal,
): Promise<ModelResult> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const task: ModelTask = { job, flag, durationMs };
  const thread = new Worker(new URL('./model-thread.js', import.meta.url), { workerData: task });
  // Pairs with the loads of the thread.
  const stop = () => Atomics.store(flag, 0, 1);
  interrupt.addEventListener('abort', stop);
  try {
    return await new Promise<ModelResult>((resolve, reject) => {
      thread.once('message', resolve).once('error', reject);
    });
  } finally {
    interrupt.removeEventListener('abort', stop);
    await thread.terminate();
  }
}
