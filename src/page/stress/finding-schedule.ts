import {
  type Interleaving,
  type InterleavingStep,
  type StuckThread,
  interleavingRows,
} from '../../report/interleaving-rows.ts';
import { type Html, html } from '../markup/html.ts';
import type { CycleEdge, FoundFinding } from './stress-part.ts';

/** Threads with a column each. */
const THREADS_MOST = 8;
const TONES: Readonly<Record<string, string>> = { bad: 'bad', warning: 'warn', good: 'good' };

/**
 * The interleaving that a cycle stands for: a column for each side of it, first what each holds, then
 * what none of them gets. Each row is one step. null: no cycle, or too many sides.
 */
export function findingSchedule(finding: FoundFinding): Html | null {
  const { cycle } = finding;
  if (!isClosed(cycle) || cycle.length > THREADS_MOST) return null;
  const interleaving = interleavingOf(finding);
  const { threads } = interleaving;
  const rows = interleavingRows(interleaving, new Set(threads));
  const body = rows.map((row) => {
    if (row.kind !== 'cells') return null;
    const isStuck = row.mark === 'stuck';
    const cells = threads.map((thread) => {
      const parts = (row.cells.get(thread) ?? []).map(
        ({ text, tone }) => html`<div class="${TONES[tone ?? ''] ?? ''}">${linesOf(text)}</div>`,
      );
      return html`<td>${parts}</td>`;
    });
    return html`<tr class="${isStuck ? 'stuck' : ''}"><td>${isStuck ? '✗' : (row.mark ?? '')}</td>${cells}</tr>
`;
  });
  const heads = threads.map((thread) => html`<th scope="col">${thread}</th>`);
  return html`<div class="scroll"><table class="schedule">
<caption>${captionOf(finding)}</caption>
<thead><tr><td></td>${heads}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

/** A broken promise has a step too, and leads nowhere. */
function isClosed(cycle: readonly CycleEdge[]): boolean {
  const next = (n: number) => cycle[(n + 1) % cycle.length];
  return cycle.length > 0 && cycle.every(({ to }, n) => to === next(n)?.from);
}

function captionOf({ level }: FoundFinding): string {
  const how = level === 'confirmed' ? 'How it came to it' : 'How it would come to it';
  return `${how}, a column for each side of the cycle. What is above the line may come in any order; below it nobody moves again.`;
}

/** The place of a step below it. */
function linesOf(text: string): Html {
  const [what, place] = text.split('\n');
  return place === undefined
    ? html`${what}`
    : html`${what}<span class="place code">at ${place}</span>`;
}

function interleavingOf(finding: FoundFinding): Interleaving {
  const { cycle } = finding;
  const sides = sideNames(cycle);
  const steps = cycle.map(
    (step, n): InterleavingStep => ({
      thread: sides[n],
      text: withPlace(holdText(step, finding), step.heldSite),
      lock: step.from,
      // Nobody has to wait yet: all of them hold something first.
      enabled: sides,
    }),
  );
  const stuck = cycle.map(
    (step, n): StuckThread => ({
      thread: sides[n],
      text: withPlace(`wants ${step.to}`, step.site),
      wants: step.to,
      why: `${sides[(n + 1) % sides.length]} has it`,
    }),
  );
  return { threads: sides, steps, stuck };
}

/** One thread may have made several dependencies of a possible cycle: each is a side of its own. */
function sideNames(cycle: readonly CycleEdge[]): readonly string[] {
  const names = cycle.map(({ thread, operation }) => `${thread} in ${operation}`);
  return names.map((name, n) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (side ${n + 1})`,
  );
}

/** A lock is held; a fence or a place in a queue is not, and yet the others depend on it. */
function holdText({ from, thread, heldSite }: CycleEdge, { threads }: FoundFinding): string {
  const state = threads.find((other) => other.thread === thread);
  const isKnown = state !== undefined && heldSite === null;
  if (!isKnown || state.holds.some(({ name }) => name === from)) return `takes ${from}`;
  return state.wants === from
    ? `is ahead in the queue for ${from}`
    : `alone can bring about ${from}`;
}

function withPlace(text: string, site: string | null): string {
  return site === null ? text : `${text}\n${site}`;
}
