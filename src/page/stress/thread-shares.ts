import type { ThreadLine, ThreadTimeShares } from '../../run/thread-lines.ts';
import type { SharePart } from '../chart/share-bars.ts';

const REST = 'waiting: other classes';
/** Less is no part that one could see. */
const SHARE_LEAST = 1e-6;

/** A thread whose waits were clocked. */
export type ClockedLine = ThreadLine & { readonly share: ThreadTimeShares };

export function clockedLines(lines: readonly ThreadLine[]): readonly ClockedLine[] {
  return lines.filter((line): line is ClockedLine => line.share !== null);
}

/** Of the time of all threads together; at least one. */
export function meanShares(lines: readonly ClockedLine[]): ThreadTimeShares {
  const mean = (of: (share: ThreadTimeShares) => number) =>
    lines.reduce((sum, { share }) => sum + of(share), 0) / lines.length;
  const classes = new Set(lines.flatMap(({ share }) => Object.keys(share.waitingByClass)));
  return {
    waiting: mean(({ waiting }) => waiting),
    backingOff: mean(({ backingOff }) => backingOff),
    parked: mean(({ parked }) => parked),
    waitingByClass: Object.fromEntries(
      [...classes].map((name) => [name, mean((share) => share.waitingByClass[name] ?? 0)]),
    ),
  };
}

/** Classes that were waited for most, at most `count`. */
export function heaviestClasses(
  shares: readonly ThreadTimeShares[],
  count: number,
): readonly string[] {
  const sums = new Map<string, number>();
  for (const [name, share] of shares.flatMap((one) => Object.entries(one.waitingByClass))) {
    sums.set(name, (sums.get(name) ?? 0) + share);
  }
  return [...sums]
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name]) => name);
}

/**
 * The parts of a bar of 100 %. Waiting by class has the back-offs in it, and nobody knows of which
 * class: they are taken out of all evenly.
 */
export function shareParts(share: ThreadTimeShares, shown: readonly string[]): SharePart[] {
  const { waiting, backingOff, parked, waitingByClass } = share;
  const whole = Object.values(waitingByClass).reduce((sum, part) => sum + part, 0);
  const scale = whole === 0 ? 0 : waiting / whole;
  const told = shown.map((name) => ({
    name: `waiting: ${name}`,
    share: (waitingByClass[name] ?? 0) * scale,
  }));
  const rest = waiting - told.reduce((sum, part) => sum + part.share, 0);
  const parts: readonly SharePart[] = [
    { name: 'running', share: runningShare(share), tone: 'plain' },
    ...told,
    { name: REST, share: rest, tone: 'rest' },
    { name: 'backing off', share: backingOff },
    { name: 'parked', share: parked, tone: 'parked' },
  ];
  return parts.filter((part) => part.share > SHARE_LEAST);
}

/** Neither waiting nor parked. */
export function runningShare({ waiting, backingOff, parked }: ThreadTimeShares): number {
  return Math.max(0, 1 - waiting - backingOff - parked);
}

export function percentText(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
