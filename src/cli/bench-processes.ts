import { fileURLToPath } from 'node:url';
import { InvariantError, UsageError } from '../base/errors.ts';
import type { BenchPlan, Measurement, PlannedTrial, Trial } from '../compare/ledger.ts';
import { TrialProcess } from '../compare/trial-process.ts';
import type { Competitor } from './bench-designs.ts';
import { TRIAL_COMMAND, type TrialTask, warmUpMsMost } from './bench-trial.ts';

/** Start of node, its threads, winding down: what a trial takes beyond its time at the very most. */
const OVERHEAD_MS = 60_000;

/**
 * Measures trials in fresh processes: one for each design, number of workers and block, which is warm
 * for all workloads that it runs. The plan has the trials of a process one after the other.
 */
export class BenchProcesses {
  readonly #competitors: readonly Competitor[];
  readonly #plan: BenchPlan;
  readonly #interrupt: AbortSignal;
  #current: { readonly key: string; readonly process: TrialProcess } | null = null;

  constructor(competitors: readonly Competitor[], plan: BenchPlan, interrupt: AbortSignal) {
    this.#competitors = competitors;
    this.#plan = plan;
    this.#interrupt = interrupt;
  }

  /** null: it was interrupted. */
  async measure(planned: PlannedTrial): Promise<Trial | null> {
    const { design, workload, threads } = planned.cell;
    const process = await this.#processFor(planned);
    if (this.#interrupt.aborted) return null;
    const startedAt = new Date().toISOString();
    try {
      const timeoutMs = warmUpMsMost(this.#plan.warmUpMs, threads) + this.#plan.durationMs;
      const result = await process.ask(this.#taskOf(planned), timeoutMs + OVERHEAD_MS);
      return { ...planned, startedAt, ...(result as Measurement) };
    } catch (error) {
      if (this.#interrupt.aborted) return null;
      const { seed } = planned;
      throw placed(error, `${design} on ${workload} with ${threads} workers, seed ${seed}`);
    }
  }

  async close(): Promise<void> {
    await this.#current?.process.end();
    this.#current = null;
  }

  async #processFor({ phase, block, copy, cell }: PlannedTrial): Promise<TrialProcess> {
    const key = [phase, block, copy, cell.design, cell.threads].join(' ');
    if (this.#current?.key === key) return this.#current.process;
    await this.close();
    const script = fileURLToPath(new URL('./lockyard.js', import.meta.url));
    const process = new TrialProcess([script, TRIAL_COMMAND], this.#interrupt);
    this.#current = { key, process };
    return process;
  }

  #taskOf({ cell, seed }: PlannedTrial): TrialTask {
    const { file, delay } = this.#competitors.find(
      ({ name }) => name === cell.design,
    ) as Competitor;
    const { warmUpMs, durationMs, level } = this.#plan;
    const { workload, threads } = cell;
    return { design: file, delay, workload, threads, warmUpMs, durationMs, seed, level };
  }
}

/** The same error, with the trial that it came from. */
function placed(error: unknown, where: string): unknown {
  if (error instanceof UsageError) return new UsageError(`${where}: ${error.message}`, error.mend);
  if (error instanceof InvariantError) return new InvariantError(`${where}: ${error.message}`);
  return error;
}
