/**
 * The percentile of a bootstrap distribution at which an interval of the given confidence ends below.
 * A plain percentile interval is too short for few values: it misses the factor sqrt(n / (n - 1)) and
 * the wider tails of Student's t. The expanded percentile makes up for both (Hesterberg 2015, "What
 * Teachers Should Know About the Bootstrap", section 5.2).
 */
export function expandedTail(values: number, confidence: number): number {
  const t = studentQuantile(1 - (1 - confidence) / 2, values - 1);
  return normalShare(-Math.sqrt(values / (values - 1)) * t);
}

/** Quantile above the median of Student's t, for a whole number of degrees of freedom. */
export function studentQuantile(share: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (studentShare(high, freedom) < share) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentShare(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Share of Student's t below `t` >= 0: finite series (Abramowitz and Stegun 26.7.3, 26.7.4). */
function studentShare(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const square = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom - 1; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  const middle = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return 0.5 + middle / 2;
}

/** Share of the normal distribution below `x` <= 0, to 8e-8 (Abramowitz and Stegun 26.2.17). */
export function normalShare(x: number): number {
  const k = 1 / (1 + 0.2316419 * -x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const series =
    0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)));
  return density * k * series;
}
