import { POINT, POINT_KIND_MASK, POINT_SHARED, type ScheduleView } from '../schedule-view.ts';

/**
 * Whether it may matter which of two threads takes its next step first. What works on no lock
 * commutes with everything, but for a `pass`, of which nothing is known; and what may be told to
 * back off (`timed`) depends on more than its own lock.
 */
export function mayRace(view: ScheduleView, a: number, b: number): boolean {
  const first = view.pointOf(a);
  const second = view.pointOf(b);
  const firstKind = first & POINT_KIND_MASK;
  const secondKind = second & POINT_KIND_MASK;
  if (firstKind === POINT.begin || secondKind === POINT.begin) return false;
  if (firstKind === POINT.pass || secondKind === POINT.pass) return true;
  if (firstKind === POINT.timed && secondKind === POINT.timed) return true;
  const object = view.objectOf(a);
  if (object === 0 || object !== view.objectOf(b)) return false;
  return (first & second & POINT_SHARED) === 0;
}
