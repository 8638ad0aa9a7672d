/** A coordinate or length of a drawing, to a hundredth of its unit. */
export function coordinate(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
