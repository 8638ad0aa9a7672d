import { parentPort, workerData } from 'node:worker_threads';
import { type ModelJob, doModelJob } from './model-job.ts';

/** What a long job is given: `flag` is not 0 once it is to come to an end. */
export interface ModelTask {
  readonly job: ModelJob;
  readonly flag: Int32Array;
  readonly durationMs: number;
}

const { job, flag, durationMs } = workerData as ModelTask;
const deadline = performance.now() + durationMs;
// Pairs with the store of who started this thread.
const isLate = () => Atomics.load(flag, 0) !== 0 || performance.now() >= deadline;
parentPort?.postMessage(doModelJob(job, isLate));
