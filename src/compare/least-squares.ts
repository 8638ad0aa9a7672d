/** A curve with a few parameters. */
export interface Curve {
  value(x: number, parameters: readonly number[]): number;
  /** Its derivative by each parameter. */
  slopes(x: number, parameters: readonly number[]): readonly number[];
}

export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

const STEPS_MAX = 200;
const CONVERGED = 1e-12;
const DAMPING_START = 1e-3;
const DAMPING_MAX = 1e12;

/** Least sum of squares from a start, by Levenberg and Marquardt; `free`: what may move. */
export function leastSquares(
  curve: Curve,
  points: Points,
  start: readonly number[],
  free: readonly number[],
): readonly number[] {
  let parameters = start;
  let error = squaredError(curve, points, parameters);
  let damping = DAMPING_START;
  for (let step = 0; step < STEPS_MAX && damping < DAMPING_MAX; step++) {
    const next = stepFrom(curve, points, { parameters, free, damping });
    const nextError = squaredError(curve, points, next);
    if (!(nextError < error)) {
      damping *= 10;
      continue;
    }
    const settled = error - nextError <= CONVERGED * error;
    parameters = next;
    error = nextError;
    damping /= 10;
    if (settled) break;
  }
  return parameters;
}

export function squaredError(
  curve: Curve,
  { x, y }: Points,
  parameters: readonly number[],
): number {
  return x.reduce((sum, at, i) => sum + (y[i] - curve.value(at, parameters)) ** 2, 0);
}

interface Place {
  readonly parameters: readonly number[];
  readonly free: readonly number[];
  readonly damping: number;
}

function stepFrom(curve: Curve, { x, y }: Points, place: Place): number[] {
  const { parameters, free, damping } = place;
  const normal = free.map(() => free.map(() => 0));
  const right = free.map(() => 0);
  x.forEach((at, i) => {
    const slopes = curve.slopes(at, parameters);
    const rest = y[i] - curve.value(at, parameters);
    free.forEach((a, row) => {
      right[row] += slopes[a] * rest;
      free.forEach((b, column) => {
        normal[row][column] += slopes[a] * slopes[b];
      });
    });
  });
  normal.forEach((row, i) => {
    row[i] *= 1 + damping;
  });
  const change = solve(normal, right);
  const next = [...parameters];
  free.forEach((parameter, i) => {
    next[parameter] += change[i];
  });
  return next;
}

/** Gauss-Jordan with pivots; a singular system gives no number, which is no improvement. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  rows.forEach((_row, column) => {
    let pivot = column;
    for (let row = column; row < rows.length; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const [...top] = rows[column];
    rows.forEach((row, i) => {
      const factor = row[column] / top[column];
      if (i === column) return;
      top.forEach((value, k) => {
        row[k] -= factor * value;
      });
    });
  });
  return rows.map((row, i) => row[rows.length] / row[i]);
}
