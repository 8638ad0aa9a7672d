import type { Hold } from './event-spans.ts';

/** A hold with its track among those of its lock. */
export interface LaneHold {
  readonly hold: Hold;
  /** 0: the lock's own; readers that hold it at the same time get the next ones. */
  readonly lane: number;
}

/** Gives each hold the first lane of its lock that is free by then. */
export function lockLanes(holds: readonly Hold[]): readonly LaneHold[] {
  const busyUntil = new Map<number, number[]>();
  return holds.map((hold) => {
    const lanes = busyUntil.get(hold.lock) ?? [];
    busyUntil.set(hold.lock, lanes);
    const free = lanes.findIndex((untilNs) => untilNs <= hold.fromNs);
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = hold.isOpenAfter ? Number.POSITIVE_INFINITY : hold.untilNs;
    return { hold, lane };
  });
}
