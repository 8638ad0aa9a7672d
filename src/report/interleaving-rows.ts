import type { Tone } from './palette.ts';
import { pluralText } from './quantity.ts';

/** A step of a schedule, in the order in which they were taken. */
export interface InterleavingStep {
  readonly thread: string;
  /** The operation as its program writes it: `lock A`. */
  readonly text: string;
  /** Name of the lock it works on; null: none. */
  readonly lock: string | null;
  /** How it went, where that needs a word: `refused`. */
  readonly note?: string;
  /** Threads that could have taken a step here, this one among them; absent: not known. */
  readonly enabled?: readonly string[];
}

/** A thread that waits for ever at the end. */
export interface StuckThread {
  readonly thread: string;
  /** The operation that it does not come out of. */
  readonly text: string;
  readonly wants: string | null;
  /** What keeps it: `T2 holds it`. */
  readonly why: string;
}

export interface Interleaving {
  /** All threads of the program, in its order. */
  readonly threads: readonly string[];
  readonly steps: readonly InterleavingStep[];
  /** In the order of the cycle where there is one; none: the schedule ended well. */
  readonly stuck: readonly StuckThread[];
}

interface RowPart {
  readonly text: string;
  readonly tone?: Tone;
}

/** A row of the table: what stands in the columns of some threads, or across all. */
export type InterleavingRow =
  | {
      readonly kind: 'cells';
      /** In front of the first column: the number of a step. */
      readonly mark: 'stuck' | number | null;
      readonly cells: ReadonlyMap<string, readonly RowPart[]>;
    }
  | { readonly kind: 'across'; readonly text: string }
  | { readonly kind: 'rule' };

/** More steps than this are not read; those near the end say how it came to it. */
const STEPS_TOLD = 200;

/** One row for each step of the shown threads, and one wherever the turn goes to another thread. */
export function interleavingRows(
  { steps, stuck }: Interleaving,
  shown: ReadonlySet<string>,
): InterleavingRow[] {
  const reasons = new SwitchReasons(steps, stuck);
  const first = Math.max(steps.length - STEPS_TOLD, 0);
  const rows: InterleavingRow[] = [];
  if (first > 0) rows.push(across(`the first ${pluralText(first, 'step')} left out`));
  for (let at = first; at < steps.length; at++) {
    const step = steps[at] as InterleavingStep;
    const before = at > first ? (steps[at - 1] as InterleavingStep) : null;
    if (before !== null && before.thread !== step.thread && shown.has(before.thread)) {
      rows.push(cell(null, before.thread, reasons.of(at)));
    }
    if (shown.has(step.thread)) rows.push(stepRow(step, at + 1));
    else {
      const end = endOfOthers(steps, at, shown);
      rows.push(othersRow(steps.slice(at, end)));
      at = end - 1;
    }
  }
  return stuck.length === 0 ? rows : [...rows, { kind: 'rule' }, stuckRow(stuck, shown)];
}

function stepRow({ thread, text, note }: InterleavingStep, number: number): InterleavingRow {
  return cell(number, thread, { text: note === undefined ? text : `${text} (${note})` });
}

function cell(mark: number | null, thread: string, part: RowPart): InterleavingRow {
  return { kind: 'cells', mark, cells: new Map([[thread, [part]]]) };
}

function across(text: string): InterleavingRow {
  return { kind: 'across', text };
}

function endOfOthers(
  steps: readonly InterleavingStep[],
  from: number,
  shown: ReadonlySet<string>,
): number {
  const end = steps.findIndex(({ thread }, at) => at > from && shown.has(thread));
  return end < 0 ? steps.length : end;
}

function othersRow(steps: readonly InterleavingStep[]): InterleavingRow {
  const names = new Set(steps.map(({ thread }) => thread));
  const [only] = names;
  const who = names.size === 1 ? `by ${only}` : `by ${names.size} other threads`;
  return across(`${pluralText(steps.length, 'step')} ${who}`);
}

function stuckRow(stuck: readonly StuckThread[], shown: ReadonlySet<string>): InterleavingRow {
  const cells = stuck
    .filter(({ thread }) => shown.has(thread))
    .map(({ thread, text, why }): [string, RowPart[]] => [
      thread,
      [{ text }, { text: `waits: ${why}`, tone: 'bad' }],
    ]);
  return { kind: 'cells', mark: 'stuck', cells: new Map(cells) };
}

/** Why the turn went to another thread. */
class SwitchReasons {
  readonly #steps: readonly InterleavingStep[];
  readonly #stuck: ReadonlyMap<string, StuckThread>;
  /** Of each step the index of its thread's next one. */
  readonly #next: readonly number[];

  constructor(steps: readonly InterleavingStep[], stuck: readonly StuckThread[]) {
    this.#steps = steps;
    this.#stuck = new Map(stuck.map((state) => [state.thread, state]));
    const next: number[] = [];
    const last = new Map<string, number>();
    for (let at = steps.length - 1; at >= 0; at--) {
      const { thread } = steps[at] as InterleavingStep;
      next[at] = last.get(thread) ?? -1;
      last.set(thread, at);
    }
    this.#next = next;
  }

  /** Of the switch to the thread of this step, from that of the step before. */
  of(at: number): RowPart {
    const { thread: to, enabled } = this.#steps[at] as InterleavingStep;
    const { thread: from } = this.#steps[at - 1] as InterleavingStep;
    const next = this.#steps[this.#next[at - 1] as number];
    const final = this.#stuck.get(from);
    if (enabled?.includes(from) === true) return aside(`${to} comes between`);
    if (next === undefined && final === undefined) return aside(`${from} has ended`);
    if (enabled === undefined && next !== undefined) return aside(`${to} comes between`);
    const wanted = next === undefined ? (final?.wants ?? null) : next.lock;
    const what = wanted === null ? 'has to wait' : `waits for ${wanted}`;
    return { text: `switch (${what})`, tone: 'warning' };
  }
}

function aside(reason: string): RowPart {
  return { text: `switch (${reason})`, tone: 'quiet' };
}
