import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { assert } from '../base/assert.ts';
import { MemoryBank } from '../shared/linear-memory.ts';
import type { ThreadTask } from '../shared/plan.ts';
import { CrewRun } from './crew-run.ts';

/**
 * Heap limits of one thread in MB. Everything shared lies outside the heap; small young generations
 * keep a dozen designs in one process below its memory budget.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };
/** `terminate` of a thread asleep in Atomics.wait takes 1 to 2 ms; this is for a loaded machine. */
const EXIT_WAIT_MS = 5000;

/**
 * The threads of a run: a fixed pool with a worker for every planned thread, kept warm from one run
 * to the next of the same size. All tasks must run at once, because they meet at a barrier, so the
 * pool is never smaller than the plan.
 */
export class Crew {
  /** Of its runs. */
  readonly memories = new MemoryBank();
  readonly #entry: string;
  #pool: Piscina | undefined;
  #size = 0;
  readonly #diverted = new WeakSet<Worker>();
  #current: CrewRun | undefined;

  /** `entry`: the module that a thread runs; its default export takes a `ThreadTask`. */
  constructor(entry: URL = new URL('../thread/entry.js', import.meta.url)) {
    this.#entry = fileURLToPath(entry);
  }

  /** Starts one thread per task. The run before must have ended. */
  async start(tasks: readonly ThreadTask[]): Promise<CrewRun> {
    assert(this.#current === undefined || this.#current.runningCount === 0, 'the crew is at work');
    const pool = await this.#poolOf(tasks.length);
    const workers = [...pool.threads];
    for (const worker of workers) this.#divertOutput(worker);
    const run = new CrewRun(
      tasks.map((task) => (signal) => pool.run(task, { signal })),
      () => lostWorkersEnd(workers, pool),
    );
    pool.removeAllListeners('error');
    pool.on('error', (error) => run.fail(error));
    this.#current = run;
    return run;
  }

  /** Ends every thread, whatever it does. The crew can be started again. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    this.#size = 0;
    if (pool === undefined) return;
    await this.#successorsLoad(pool);
    await pool.destroy();
  }

  /**
   * The pool replaces a thread that was ended at once. To terminate a thread while it loads its modules
   * aborts the whole process (Node 20.20: `IsGraphAsync must be used on an instantiated module`).
   */
  async #successorsLoad(pool: Piscina): Promise<void> {
    const deadline = performance.now() + EXIT_WAIT_MS;
    const busy = this.#current?.runningCount ?? 0;
    while (pool.threads.length > pool.idleThreads + busy && performance.now() < deadline) {
      await pause(1);
    }
  }

  /** Whatever a user's design prints goes to standard error: standard output is for results. */
  #divertOutput(worker: Worker): void {
    if (this.#diverted.has(worker)) return;
    this.#diverted.add(worker);
    worker.stdout.unpipe(process.stdout);
    worker.stdout.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    worker.stdout.resume();
  }

  async #poolOf(size: number): Promise<Piscina> {
    // A crash leaves its thread's modules, or the pool itself, in an unknown state.
    if (this.#pool !== undefined && this.#size === size && this.#current?.crashes.length === 0) {
      return this.#pool;
    }
    await this.close();
    this.#size = size;
    this.#pool = new Piscina({
      filename: this.#entry,
      minThreads: size,
      maxThreads: size,
      concurrentTasksPerWorker: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      // An idle worker must keep its event loop; `sync` would park it in Atomics.wait.
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: RESOURCE_LIMITS,
    });
    return this.#pool;
  }
}

/**
 * Waits until the workers that the pool has given up have really ended: an aborted task is rejected
 * at once, but its thread still runs until V8 has stopped it, and may store into shared memory.
 */
async function lostWorkersEnd(workers: readonly Worker[], pool: Piscina): Promise<void> {
  const deadline = performance.now() + EXIT_WAIT_MS;
  const kept = new Set(pool.threads);
  // A worker that has ended has no thread id any more (-1).
  while (workers.some((worker) => !kept.has(worker) && worker.threadId !== -1)) {
    assert(performance.now() < deadline, 'a thread could not be ended');
    await pause(1);
  }
}
