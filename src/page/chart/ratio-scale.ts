import { type Scale, logScale } from './scale.ts';

/** No less than this factor is shown around 1. */
const REACH_LEAST = 1.02;

/** Rounding of a tick. */
const NEARLY = 1.001;

const STEPS = [
  { upTo: 1.06, ticks: [0.95, 0.98, 1, 1.02, 1.05] },
  { upTo: 1.3, ticks: [0.8, 0.9, 1, 1.1, 1.25] },
  { upTo: 2.2, ticks: [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2] },
  { upTo: 12, ticks: [0.1, 0.2, 0.5, 1, 2, 5, 10] },
] as const;

/** Round ratios on both sides of 1, evenly in the logarithm. */
export function ratioScale(values: readonly number[], from: number, to: number): Scale {
  const far = Math.max(...values.map((value) => Math.abs(Math.log(value))));
  const reach = Math.max(far * 1.04, Math.log(REACH_LEAST));
  const most = Math.exp(reach);
  const steps = STEPS.find(({ upTo }) => most <= upTo)?.ticks;
  // Far apart: whole decades, as for times.
  if (steps === undefined) return logScale(1 / most, most, from, to);
  const at = (value: number) => {
    const share = (Math.log(value) / reach + 1) / 2;
    return from + (to - from) * Math.min(Math.max(share, 0), 1);
  };
  // 0.98 is the counterpart of 1.02, if not to the last digit.
  const ticks = steps.filter((tick) => tick <= most * NEARLY && tick >= 1 / (most * NEARLY));
  return { at, ticks };
}
