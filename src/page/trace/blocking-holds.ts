import type { Wait } from './event-spans.ts';
import type { LaneHold } from './lock-lanes.ts';

/** A wait with the holds that are in its way. */
interface BlockedWait {
  readonly wait: Wait;
  readonly holders: readonly LaneHold[];
}

/** Of each wait the holds of its lock, by others, at the moment when it begins. */
export function blockingHolds(
  waits: readonly Wait[],
  lanes: readonly LaneHold[],
): readonly BlockedWait[] {
  const byLock = new Map<number, LaneHold[]>();
  for (const each of lanes) {
    const of = byLock.get(each.hold.lock);
    if (of === undefined) byLock.set(each.hold.lock, [each]);
    else of.push(each);
  }
  const active = new Map<number, { next: number; holds: LaneHold[] }>();
  return waits.map((wait) => {
    const all = byLock.get(wait.lock) ?? [];
    const state = active.get(wait.lock) ?? { next: 0, holds: [] };
    active.set(wait.lock, state);
    // Waits come in the order of their beginnings, so each hold is looked at once.
    for (let hold = all[state.next]; hold !== undefined; hold = all[++state.next]) {
      if (hold.hold.fromNs > wait.fromNs) break;
      state.holds.push(hold);
    }
    state.holds = state.holds.filter(({ hold }) => hold.untilNs > wait.fromNs);
    return { wait, holders: state.holds.filter(({ hold }) => hold.thread !== wait.thread) };
  });
}
