/** A place on the drawing for each value; values outside of the domain go to its nearer end. */
export interface Scale {
  at(value: number): number;
  /** Round values within the domain, ascending. */
  readonly ticks: readonly number[];
}

/** No scale is made for less or more: its arithmetic would leave the numbers. */
const LEAST = 1e-9;
const MOST = 1e300;
const TICKS_WANTED = 5;

/** From 0 to a round number not below `most`. */
export function linearScale(most: number, from: number, to: number): Scale {
  const top = Math.min(Math.max(most, LEAST), MOST);
  const step = roundStep(top / TICKS_WANTED);
  const count = Math.max(Math.ceil(top / step - LEAST), 1);
  const end = count * step;
  return {
    at: (value) => from + (to - from) * Math.min(Math.max(value / end, 0), 1),
    ticks: Array.from({ length: count + 1 }, (_, n) => cleaned(n * step)),
  };
}

/** Between round numbers around both values, which need not begin at 0. */
export function rangeScale(
  [least, most]: readonly [number, number],
  from: number,
  to: number,
): Scale {
  const high = Math.min(Math.max(most, LEAST), MOST);
  const low = Math.max(Math.min(least, high), 0);
  // Values that are nearly the same are still given some room.
  const step = roundStep(Math.max(high - low, high / 20) / TICKS_WANTED);
  const first = Math.floor(low / step + LEAST);
  const last = Math.max(Math.ceil(high / step - LEAST), first + 1);
  return {
    at: (value) => {
      const share = (value / step - first) / (last - first);
      return from + (to - from) * Math.min(Math.max(share, 0), 1);
    },
    ticks: Array.from({ length: last - first + 1 }, (_, n) => cleaned((first + n) * step)),
  };
}

/** Logarithmic, from a round number not above `least` to one not below `most`; both above 0. */
export function logScale(least: number, most: number, from: number, to: number): Scale {
  const low = Math.min(Math.max(least, LEAST), MOST);
  const high = Math.min(Math.max(most, low), MOST);
  const ticks = logTicks(low, high);
  const first = Math.log10(ticks[0] as number);
  const span = Math.log10(ticks.at(-1) as number) - first;
  return {
    at: (value) => {
      const share = value > 0 ? (Math.log10(value) - first) / span : 0;
      return from + (to - from) * Math.min(Math.max(share, 0), 1);
    },
    ticks,
  };
}

/** 1, 2, 5, 10, ...; over many decades one tick a decade, or fewer. */
function logTicks(low: number, high: number): readonly number[] {
  const first = Math.floor(Math.log10(low) + LEAST);
  const last = Math.max(Math.ceil(Math.log10(high) - LEAST), first + 1);
  const decades = last - first;
  const leaves = decades <= 2 ? [1, 2, 5] : [1];
  const every = Math.ceil(decades / (2 * TICKS_WANTED));
  const all: number[] = [];
  for (let decade = first; decade <= last; decade += every) {
    all.push(...leaves.map((leaf) => cleaned(leaf * 10 ** decade)));
  }
  // The last decade only closes the scale; and ticks that no value comes near are left out.
  const above = all.findIndex((tick) => tick >= high * (1 - LEAST));
  const below = all.findLastIndex((tick) => tick <= low * (1 + LEAST));
  const start = Math.max(below, 0);
  const end = above === -1 ? all.length : above + 1;
  return end - start >= 2 ? all.slice(start, end) : [cleaned(10 ** first), cleaned(10 ** last)];
}

function roundStep(raw: number): number {
  const decade = 10 ** Math.floor(Math.log10(raw));
  const leaf = [1, 2, 5, 10].find((candidate) => raw / decade <= candidate * (1 + LEAST)) ?? 10;
  return leaf * decade;
}

/** Without the dust of binary fractions: 0.3, not 0.30000000000000004. */
function cleaned(value: number): number {
  return Number(value.toPrecision(12));
}
