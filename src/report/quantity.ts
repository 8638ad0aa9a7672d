/** Numbers for people: each with its unit, three figures where more would not be true. */

export function countText(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `12,300/s`; rates carry no more than three significant figures. */
export function rateText(perSecond: number): string {
  return `${countText(toFigures(perSecond))}/s`;
}

const STEPS = [
  { ns: 1e9, unit: 's' },
  { ns: 1e6, unit: 'ms' },
  { ns: 1e3, unit: 'µs' },
] as const;

/** A duration in nanoseconds in the unit that suits it; `-` for none. */
export function durationText(ns: number): string {
  if (ns === 0) return '-';
  const step = STEPS.find((candidate) => ns >= candidate.ns);
  return step === undefined ? `${toFigures(ns)} ns` : `${toFigures(ns / step.ns)} ${step.unit}`;
}

/** A share as a percentage; `-` where there was nothing to share. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return '-';
  const percent = (100 * part) / whole;
  return `${percent < 10 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

/** `1 lock`, `2 locks`, `no locks`. */
export function pluralText(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count === 0 ? 'no' : countText(count)} ${one}s`;
}

function toFigures(value: number): number {
  return Number(value.toPrecision(3));
}
