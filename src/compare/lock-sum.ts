import type { NamedPoint } from '../run/lock-lines.ts';
import type { Measurement } from './ledger.ts';
import { median } from './quantile.ts';

type Line = Measurement['locks'][number];

/** A class's line of lock_stat over several trials: counts and times are sums, `Max` is the longest. */
export interface LockSum
  extends Omit<Line, 'waitNsP99' | 'holdNsP99' | 'acquisitionsByThread' | 'points'> {
  /** Median of the trials' own. */
  readonly waitNsP99: number;
  readonly holdNsP99: number;
  readonly points: readonly NamedPoint[];
}

const POINTS_MAX = 4;

/** The classes of the first trial in their order; all trials of a cell have the same. */
export function sumLocks(trials: readonly (readonly Line[])[]): LockSum[] {
  const [first = []] = trials;
  return first.map(({ class: name, kind }) => {
    const lines = trials.flatMap((locks) => locks.find((line) => line.class === name) ?? []);
    const sum = (field: NumberField) => lines.reduce((total, line) => total + line[field], 0);
    const most = (field: NumberField) => Math.max(0, ...lines.map((line) => line[field]));
    /** Of those that saw any. */
    const middle = (field: NumberField, seen: NumberField) => {
      const values = lines.filter((line) => line[seen] > 0).map((line) => line[field]);
      return values.length === 0 ? 0 : median(values);
    };
    const contentions = sum('contentions');
    const holdsClocked = sum('holdsClocked');
    return {
      class: name,
      kind,
      acquisitions: sum('acquisitions'),
      contentions,
      ownerChanges: sum('ownerChanges'),
      waitNsTotal: sum('waitNsTotal'),
      waitNsMax: most('waitNsMax'),
      waitNsAverage: contentions === 0 ? 0 : sum('waitNsTotal') / contentions,
      waitNsP99: middle('waitNsP99', 'contentions'),
      holdsClocked,
      holdNsTotal: sum('holdNsTotal'),
      holdNsMax: most('holdNsMax'),
      holdNsAverage: holdsClocked === 0 ? 0 : sum('holdNsTotal') / holdsClocked,
      holdNsP99: middle('holdNsP99', 'holdsClocked'),
      tryFailed: sum('tryFailed'),
      backOffs: sum('backOffs'),
      timeOuts: sum('timeOuts'),
      deadlocks: sum('deadlocks'),
      points: mergePoints(lines.flatMap(({ points }) => points)),
    };
  });
}

type NumberField = {
  [K in keyof Line]: Line[K] extends number ? K : never;
}[keyof Line];

function mergePoints(points: readonly NamedPoint[]): NamedPoint[] {
  const merged = new Map<string, NamedPoint>();
  for (const point of points) {
    const key = `${point.waiter}\n${point.holder}`;
    merged.set(key, { ...point, count: point.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count).slice(0, POINTS_MAX);
}
