import type { Scenario, ScenarioOp } from '../scenario.ts';

/** An operation at its place in what one thread does from start to end. */
export interface Step {
  readonly op: ScenarioOp;
  /** Where a refused one goes on; an `alloc` that must not reclaim: behind the reclaim list. */
  readonly skipTo: number;
  /** The end of what an `alloc` began. */
  readonly closes: boolean;
}

/**
 * What a thread does, as one list: the reclaim list stands in the place of each `alloc`, between its
 * beginning and its end, so that a position says all of what lies ahead.
 */
export function programOf(
  { threads, reclaim }: Pick<Scenario, 'threads' | 'reclaim'>,
  thread: number,
) {
  const ops = threads[thread]?.ops ?? [];
  // Where each operation has its place in the list; the entry behind the last is the end.
  const places: number[] = [0];
  for (const op of ops) {
    const size = op.verb === 'alloc' ? reclaim.length + 2 : 1;
    places.push((places.at(-1) as number) + size);
  }
  return ops.flatMap((op, index): Step[] => {
    if (op.verb !== 'alloc') {
      return [{ op, skipTo: 'skipTo' in op ? (places[op.skipTo] as number) : -1, closes: false }];
    }
    const inside = (places[index] as number) + 1;
    const behind = places[index + 1] as number;
    return [
      { op, skipTo: behind, closes: false },
      ...reclaim.map((inner) => ({
        op: inner,
        skipTo: 'skipTo' in inner ? inside + inner.skipTo : -1,
        closes: false,
      })),
      { op, skipTo: -1, closes: true },
    ];
  });
}
