import type { TimeShares } from './ledger.ts';
import { sumOf } from './sum-of.ts';

/** Shares of time over several parts, each of which counts by its weight. */
export function meanShares(
  parts: readonly { readonly share: TimeShares; readonly weight: number }[],
): TimeShares {
  const whole = Math.max(
    1e-9,
    sumOf(parts, ({ weight }) => weight),
  );
  const mean = (of: (share: TimeShares) => number) =>
    sumOf(parts, ({ share, weight }) => weight * of(share)) / whole;
  const classes = Object.keys(parts[0]?.share.waitingByClass ?? {});
  return {
    running: mean(({ running }) => running),
    waiting: mean(({ waiting }) => waiting),
    backingOff: mean(({ backingOff }) => backingOff),
    parked: mean(({ parked }) => parked),
    waitingByClass: Object.fromEntries(
      classes.map((name) => [name, mean(({ waitingByClass }) => waitingByClass[name] ?? 0)]),
    ),
  };
}
