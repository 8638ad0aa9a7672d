import { fileURLToPath } from 'node:url';
import { InvariantError, UsageError } from '../base/errors.ts';
import type { Sitting } from '../compare/course-plan.ts';
import type { BenchPlan, Measurement, PlannedTrial, Trial } from '../compare/ledger.ts';
import { mergeCopies } from '../compare/merge-turns.ts';
import { TrialProcess } from '../compare/trial-process.ts';
import type { Competitor } from './bench-designs.ts';
import type { Entrant, SittingTask } from './bench-sitting.ts';
import { TRIAL_COMMAND } from './bench-trial.ts';

/** Start of node, what turns take beyond their time: so many times the time that is asked for. */
const STRETCH = 20;
const OVERHEAD_MS = 120_000;

/** Measures sittings, each in a fresh process. */
export class BenchProcesses {
  readonly #competitors: readonly Competitor[];
  readonly #plan: BenchPlan;
  readonly #interrupt: AbortSignal;

  constructor(competitors: readonly Competitor[], plan: BenchPlan, interrupt: AbortSignal) {
    this.#competitors = competitors;
    this.#plan = plan;
    this.#interrupt = interrupt;
  }

  /** null: it was interrupted. */
  async measure(sitting: Sitting, told: (share: number) => void): Promise<Trial[] | null> {
    if (this.#interrupt.aborted) return null;
    const script = fileURLToPath(new URL('./lockyard.js', import.meta.url));
    const process = new TrialProcess([script, TRIAL_COMMAND], this.#interrupt);
    const startedAt = new Date().toISOString();
    try {
      const answer = await process.ask(this.#taskOf(sitting), this.#timeoutMs(), told);
      const measured = answer as Measurement[][];
      return sitting.trials.map((planned) => ({
        ...planned,
        startedAt,
        ...this.#measurementOf(planned, measured),
      }));
    } catch (error) {
      if (this.#interrupt.aborted) return null;
      const { block, threads, seed } = sitting;
      throw placed(error, `block ${block + 1}, ${threads} workers, seed ${seed}`);
    } finally {
      await process.end();
    }
  }

  /** Both copies of the baseline are its trial. */
  #measurementOf(
    { cell, phase, copy }: PlannedTrial,
    measured: readonly (readonly Measurement[])[],
  ): Measurement {
    const workload = this.#plan.workloads.indexOf(cell.workload);
    const copies = this.#entrants()
      .map((entrant, i) => ({ entrant, measurement: (measured[i] ?? [])[workload] }))
      .filter(({ entrant }) => entrant.name === cell.design)
      .filter(({ entrant }) => phase === 'compare' || entrant.copy === copy)
      .flatMap(({ measurement }) => measurement ?? []);
    return mergeCopies(copies);
  }

  #taskOf({ threads, seed }: Sitting): SittingTask {
    const { workloads, warmUpMs, durationMs, level } = this.#plan;
    const entrants = this.#entrants();
    return { entrants, workloads, threads, warmUpMs, durationMs, seed, level };
  }

  #entrants(): (Entrant & { readonly name: string })[] {
    const { baseline } = this.#plan;
    return this.#competitors.flatMap(({ name, file, delay }) => {
      const copies = name === baseline ? [0, 1] : [0];
      return copies.map((copy) => ({ name, design: file, delay, copy }));
    });
  }

  #timeoutMs(): number {
    const { warmUpMs, durationMs, workloads } = this.#plan;
    const turnsMs = durationMs * workloads.length * this.#entrants().length;
    return STRETCH * (warmUpMs + turnsMs) + OVERHEAD_MS;
  }
}

/** The same error, with the trials that it came from. */
function placed(error: unknown, where: string): unknown {
  if (error instanceof UsageError) return new UsageError(`${where}: ${error.message}`, error.mend);
  if (error instanceof InvariantError) return new InvariantError(`${where}: ${error.message}`);
  return error;
}
