import { UsageError } from '../base/errors.ts';
import { type CampaignCell, cellName } from './campaign.ts';
import type { CellEnd } from './campaign-cell.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerEntry } from './ledger-line.ts';

/** A cell that has no result, however often it was tried. */
export interface LostCell {
  readonly cell: CampaignCell;
  readonly text: string;
}

export interface CampaignProgress {
  /** Cells of the campaign, and how many of them are done, in this process or before it. */
  readonly cells: number;
  readonly done: number;
  readonly running: number;
  readonly deadlocks: number;
  /** Until all are done, as far as one can know; null: not yet. */
  readonly remainingMs: number | null;
  /** What was done just now; null: nothing. */
  readonly last: LedgerEntry | null;
}

export interface CampaignRequest {
  /** All cells, those that are done among them. */
  readonly cells: readonly CampaignCell[];
  readonly jobs: number;
  readonly explore: (cell: CampaignCell, interrupt: AbortSignal) => Promise<CellEnd>;
  readonly interrupt: AbortSignal;
  readonly progress: (progress: CampaignProgress) => void;
}

export interface CampaignEnd {
  /** Of all cells that are done, in the order of the campaign. */
  readonly entries: readonly LedgerEntry[];
  readonly lost: readonly LostCell[];
}

/** A process may be ended by somebody who needs its memory; a cell that always is, never gets done. */
const TRIES = 3;

/** Explores all cells that are not in the ledger yet, several at a time. */
export async function runCampaign(ledger: Ledger, request: CampaignRequest): Promise<CampaignEnd> {
  return new CampaignRun(ledger, request).run();
}

class CampaignRun {
  readonly #ledger: Ledger;
  readonly #request: CampaignRequest;
  readonly #done = new Map<string, LedgerEntry>();
  readonly #left: IterableIterator<CampaignCell>;
  readonly #lost: LostCell[] = [];
  /** Ends what runs, when one cell cannot be explored at all. */
  readonly #failure = new AbortController();
  readonly #sinceMs = performance.now();
  #running = 0;
  #deadlocks = 0;
  #doneHere = 0;

  constructor(ledger: Ledger, request: CampaignRequest) {
    const known = new Map(ledger.entries.map((entry) => [cellName(entry), entry]));
    this.#ledger = ledger;
    this.#request = request;
    for (const cell of request.cells) {
      const entry = known.get(cellName(cell));
      if (entry !== undefined) this.#keep(entry);
    }
    const left = request.cells.filter((cell) => !this.#done.has(cellName(cell)));
    this.#left = left.values();
  }

  async run(): Promise<CampaignEnd> {
    const { cells, jobs, interrupt } = this.#request;
    const stop = AbortSignal.any([interrupt, this.#failure.signal]);
    this.#tell(null);
    await Promise.all(Array.from({ length: jobs }, () => this.#work(stop)));
    if (this.#failure.signal.aborted) throw this.#failure.signal.reason;
    return {
      entries: cells.flatMap((cell) => this.#done.get(cellName(cell)) ?? []),
      lost: this.#lost,
    };
  }

  async #work(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const { value: cell, done } = this.#left.next();
      if (done === true) return;
      this.#running++;
      const entry = await this.#explore(cell, stop).catch((error: unknown) => {
        this.#failure.abort(error);
        return null;
      });
      this.#running--;
      this.#tell(entry);
    }
  }

  /** null: it has no result. */
  async #explore(cell: CampaignCell, stop: AbortSignal): Promise<LedgerEntry | null> {
    let end: CellEnd = { kind: 'stopped' };
    for (let tries = 0; tries < TRIES && !stop.aborted; tries++) {
      end = await this.#request.explore(cell, stop);
      if (end.kind !== 'lost') break;
    }
    if (end.kind === 'done') {
      this.#ledger.add(end.entry);
      this.#keep(end.entry);
      this.#doneHere++;
      return end.entry;
    }
    if (end.kind === 'refused') {
      const message = `${cellName(cell)} cannot be explored: ${end.text}`;
      throw new UsageError(message, 'mend that, and go on with the campaign');
    }
    if (end.kind === 'lost') this.#lost.push({ cell, text: end.text });
    return null;
  }

  #keep(entry: LedgerEntry): void {
    this.#done.set(cellName(entry), entry);
    if (entry.verdict === 'deadlock') this.#deadlocks++;
  }

  #tell(last: LedgerEntry | null): void {
    const { cells, progress } = this.#request;
    const done = this.#done.size;
    const left = cells.length - done - this.#lost.length;
    const elapsedMs = performance.now() - this.#sinceMs;
    progress({
      cells: cells.length,
      done,
      running: this.#running,
      deadlocks: this.#deadlocks,
      remainingMs: this.#doneHere === 0 ? null : (elapsedMs / this.#doneHere) * left,
      last,
    });
  }
}
