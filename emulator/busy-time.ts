import { nowNs } from '../src/base/clock.ts';

/** Computes for so long, without a pause. */
export function beBusyFor(ns: number): void {
  const endNs = nowNs() + ns;
  while (nowNs() < endNs);
}
