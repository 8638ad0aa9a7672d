import type { CutEnds } from './cut-ends.ts';
import type { DependencySites, NodeArc } from './dependency-sites.ts';
import type { NodeStep } from './finding-steps.ts';
import { RECLAIM_CLASS, SIGNALLING_CLASS } from './suggest-cut.ts';

/**
 * What comes in pairs as one, where the run made both: the wait for a fence passes through the class of
 * all signalling, and a transaction begins before its first lock is taken.
 */
export function unified(
  steps: readonly NodeStep[],
  made: DependencySites,
  ends: CutEnds,
): readonly NodeStep[] {
  const isFence = (node: string) => ends.of(node).kind === 'fence';
  const signalled = steps.map((step): NodeStep => {
    const { from, to } = step;
    if (isFence(to) && made.has(from, SIGNALLING_CLASS)) return { ...step, to: SIGNALLING_CLASS };
    if (isFence(from) && made.has(SIGNALLING_CLASS, to)) return { ...step, from: SIGNALLING_CLASS };
    return step;
  });
  const isContext = (node: string) => ends.of(node).isContext;
  return signalled.flatMap((step, i) => {
    const before = signalled[(i + signalled.length - 1) % signalled.length];
    const after = signalled[(i + 1) % signalled.length];
    const follows = (outer: NodeArc, inner: NodeArc) =>
      outer.from !== inner.to && outer.to === inner.from && made.has(outer.from, inner.to);
    if (isContext(step.to) && follows(step, after)) return [];
    if (isContext(step.from) && follows(before, step)) return [{ ...step, from: before.from }];
    return [step];
  });
}

/** The cycles of a finding: one for each way in which its recursions were made. */
export function cyclesOf(
  steps: readonly NodeArc[],
  made: DependencySites,
): readonly (readonly NodeArc[])[] {
  let cycles: readonly (readonly NodeArc[])[] = [[]];
  for (const step of steps) {
    cycles = waysOf(step, made).flatMap((way) => cycles.map((cycle) => [...cycle, ...way]));
  }
  return cycles;
}

/**
 * The dependencies that have to go together with a step: itself, or, where it was made through reclaim
 * only, the one into reclaim and the one out of it. A recursion may have been made both ways.
 */
function waysOf({ from, to }: NodeArc, made: DependencySites): readonly NodeArc[][] {
  const direct = [{ from, to }];
  const isThrough = made.has(from, RECLAIM_CLASS) && made.has(RECLAIM_CLASS, to);
  if (!isThrough || from === RECLAIM_CLASS || to === RECLAIM_CLASS) return [direct];
  const through = [
    { from, to: RECLAIM_CLASS },
    { from: RECLAIM_CLASS, to },
  ];
  if (!made.has(from, to)) return [through];
  return from === to ? [direct, through] : [direct];
}

/** Paths looked at, at most, for one that closes a cycle. */
const PATHS_MAX = 20_000;

/**
 * The shortest cycle that `closing` still closes without what is out; null: none. Told cycles are the
 * shortest ones, so that others may be left when these are cut.
 */
export function cycleLeft(
  made: DependencySites,
  closing: NodeArc,
  isOut: (arc: NodeArc) => boolean,
  isRejected: (cycle: readonly NodeArc[]) => boolean,
): readonly NodeArc[] | null {
  const paths: (readonly string[])[] = [[closing.to]];
  for (let head = 0; head < paths.length && head < PATHS_MAX; head++) {
    const path = paths[head];
    const last = path[path.length - 1];
    if (last === closing.from) {
      const cycle = path.map((from, i) => ({ from, to: path[(i + 1) % path.length] }));
      if (!isRejected(cycle)) return cycle;
      continue;
    }
    for (const next of made.after(last)) {
      if (!path.includes(next) && !isOut({ from: last, to: next })) paths.push([...path, next]);
    }
  }
  return null;
}

/** Named alike wherever a cycle begins. */
export function cycleName(cycle: readonly NodeArc[]): string {
  return JSON.stringify(
    [...new Set(cycle.map(({ from, to }) => JSON.stringify([from, to])))].sort(),
  );
}
