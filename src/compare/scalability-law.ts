import { type Curve, type Points, leastSquares, squaredError } from './least-squares.ts';

/**
 * Gunther's Universal Scalability Law: X(N) = rate N / (1 + contention (N - 1) + coherency N (N - 1)).
 */
export interface ScalabilityLaw {
  /** Operations per second of one thread by itself. */
  readonly rate: number;
  /** Share of the work that only one can do at a time. */
  readonly contention: number;
  /** What each pair of threads costs by telling each other. */
  readonly coherency: number;
}

const RATE = 0;
const CONTENTION = 1;
const COHERENCY = 2;
/** Nothing is negative: what would be, is not there. The best of these that has no negative part. */
const VARIANTS = [[RATE, CONTENTION, COHERENCY], [RATE, CONTENTION], [RATE, COHERENCY], [RATE]];

const LAW: Curve = {
  value: (n, [rate, contention, coherency]) => (rate * n) / divisor(n, contention, coherency),
  slopes: (n, [rate, contention, coherency]) => {
    const below = divisor(n, contention, coherency);
    const fall = (-rate * n) / below ** 2;
    return [n / below, fall * (n - 1), fall * n * (n - 1)];
  },
};

function divisor(n: number, contention: number, coherency: number): number {
  return 1 + contention * (n - 1) + coherency * n * (n - 1);
}

export function throughputAt(law: ScalabilityLaw, threads: number): number {
  return LAW.value(threads, [law.rate, law.contention, law.coherency]);
}

/** Threads at which throughput is highest; infinite without coherency cost. */
export function peakThreads({ contention, coherency }: ScalabilityLaw): number {
  return coherency === 0
    ? Number.POSITIVE_INFINITY
    : Math.sqrt(Math.max(0, 1 - contention) / coherency);
}

/** Non-linear least squares over points (threads, operations per second). */
export function fitScalabilityLaw(points: Points): ScalabilityLaw {
  const start = [Math.max(...points.x.map((n, i) => points.y[i] / n)), 0.05, 0.001];
  const fits = VARIANTS.map((free) =>
    leastSquares(
      LAW,
      points,
      start.map((value, i) => (free.includes(i) ? value : 0)),
      free,
    ),
  );
  const possible = fits.filter((fit) => fit.every((value) => value >= 0));
  const errors = possible.map((fit) => squaredError(LAW, points, fit));
  const [rate, contention, coherency] = possible[errors.indexOf(Math.min(...errors))];
  return { rate, contention, coherency };
}
