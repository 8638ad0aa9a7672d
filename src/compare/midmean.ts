/**
 * The mean of the middle half: as steadfast as a median against values that went astray on either side,
 * and sharper. Quarters that are no whole number leave out the part of a value (Tukey's midmean).
 */
export function midmean(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const cut = sorted.length / 4;
  const whole = Math.floor(cut);
  const middle = sorted.subarray(whole, sorted.length - whole);
  const ends = (middle[0] as number) + (middle[middle.length - 1] as number);
  const sum = middle.reduce((total, value) => total + value, 0) - (cut - whole) * ends;
  return middle.length === 1 ? (middle[0] as number) : sum / (sorted.length - 2 * cut);
}
