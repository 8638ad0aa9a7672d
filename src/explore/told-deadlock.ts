import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ModelDeadlock, StuckThread } from '../scenario/model/model-deadlock.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Finding, HeldLockState, ThreadState } from '../validate/finding.ts';
import type { ToldDeadlock, ToldWait } from './recording.ts';

/** In place of a lock's name. */
const NOTHING = '-';
const SIGNATURE_DIGITS = 16;

/** A wait of a deadlock as its signature sees it: classes and places, no threads and instances. */
interface SignedWait {
  readonly held: string;
  readonly wanted: string;
  readonly site: string;
}

/** A confirmed deadlock in the words of a recording. */
export function tellDeadlock(finding: Finding): ToldDeadlock {
  const waits = finding.threads.map((state, index) => toldWait(finding, state, index));
  const isCycle = finding.cycle.length > 0;
  return { cycle: inOrder(waits, isCycle), isCycle, summary: finding.summary };
}

/** Whoever found it, it is told from the same thread on. */
function inOrder(waits: readonly ToldWait[], isCycle: boolean): readonly ToldWait[] {
  const names = waits.map(({ thread }) => thread);
  const [least = ''] = names.toSorted(COLLATOR.compare);
  if (!isCycle) return waits.toSorted((a, b) => COLLATOR.compare(a.thread, b.thread));
  const first = names.indexOf(least);
  return [...waits.slice(first), ...waits.slice(0, first)];
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** A deadlock that only the model has met. */
export function tellModelDeadlock(
  { threads, cycle }: ModelDeadlock,
  { file }: Pick<Scenario, 'file'>,
): ToldDeadlock {
  const isCycle = cycle.length > 0;
  const order = isCycle ? cycle : threads.keys();
  const stuck = [...order].map((index) => threads[index] as StuckThread);
  const place = (at: { readonly text: string; readonly line: number } | null | undefined) =>
    at == null ? '' : `${at.text} (${basename(file)}:${at.line})`;
  const waits = stuck.map(({ thread, holds, wants }, index): ToldWait => {
    const wish = stuck.at(index - 1)?.wants?.lock;
    const held = holds.find(({ lock }) => lock === wish) ?? holds.at(-1);
    return {
      thread,
      holds: held?.lock ?? NOTHING,
      wants: wants?.lock ?? NOTHING,
      site: place(wants),
      heldSite: place(held),
    };
  });
  const summary = waits.map(({ thread, wants }) => `${thread} waits for ${wants}`).join('; ');
  return { cycle: inOrder(waits, isCycle), isCycle, summary };
}

/**
 * What makes one deadlock the same as another: for each thread the class it holds, the class it wants
 * and where. `classOf`: of an instance, by its name.
 */
export function signatureOf(told: ToldDeadlock, classOf: (instance: string) => string): string {
  const waits = told.cycle.map(({ holds, wants, site }): SignedWait => {
    return { held: classOf(holds), wanted: classOf(wants), site: placeOf(site) };
  });
  const texts = waits.map(({ held, wanted, site }) => `${held} > ${wanted} @ ${site}`);
  const canonical = told.isCycle ? leastRotation(texts) : [...texts].sort();
  return createHash('sha256')
    .update(canonical.join(' | '))
    .digest('hex')
    .slice(0, SIGNATURE_DIGITS);
}

function toldWait(finding: Finding, state: ThreadState, index: number): ToldWait {
  const step = finding.cycle[index];
  const held = heldByOthersWish(finding.threads, state, index);
  // Who only queues for the lock that another one waits for is in its way, but holds nothing of it.
  const queues = held === undefined && step?.from === state.wants?.name;
  return {
    thread: state.thread,
    holds: queues ? NOTHING : (step?.from ?? held?.name ?? NOTHING),
    wants: state.wants?.name ?? NOTHING,
    site: state.wants?.site[0] ?? '',
    heldSite: held?.site[0] ?? '',
  };
}

/** What another one of the deadlock wants; else the last that it took. */
function heldByOthersWish(
  threads: readonly ThreadState[],
  { holds, wants }: ThreadState,
  index: number,
): HeldLockState | undefined {
  const wish = new Set(threads.flatMap((other, n) => (n === index ? [] : [other.wants?.name])));
  const wanted = holds.find(({ name }) => wish.has(name));
  return wanted ?? holds.find(({ name }) => name === wants?.name) ?? holds.at(-1);
}

/** `function (file:line)` without its folders: they differ from machine to machine. */
function placeOf(site: string): string {
  return site.replace(/\(.*[/\\]([^/\\]+)\)$/, '($1)');
}

/** Where a cycle is begun to be told makes no difference. */
function leastRotation(texts: readonly string[]): readonly string[] {
  const rotations = texts.map((_, first) => [...texts.slice(first), ...texts.slice(0, first)]);
  const [least = []] = rotations.sort((a, b) => (a.join(' | ') < b.join(' | ') ? -1 : 1));
  return least;
}
