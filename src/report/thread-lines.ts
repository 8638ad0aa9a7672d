import type { HeldLockState, ThreadState } from '../validate/finding.ts';
import { classLabel } from './lock-line.ts';

/** Frames told for a lock; the first names the guard, the others how it was reached. */
const FRAMES_TOLD = 3;

/** A thread as it stands: who, in which operation, what it holds and what it wants, where. */
export function threadLines(state: ThreadState): string[] {
  const role = state.thread === state.role ? '' : `${state.role}, `;
  const nothing = state.holds.length === 0 ? ['  holds nothing'] : [];
  return [
    `${state.thread} (${role}in ${state.operation})`,
    ...nothing,
    ...state.holds.flatMap((lock) => lockLines('holds', lock)),
    ...(state.wants === undefined ? [] : lockLines('wants', state.wants)),
  ];
}

function lockLines(verb: string, lock: HeldLockState): string[] {
  const label = classLabel(lock.acquisition);
  const how = lock.acquisition.mode === 'shared' ? `${label}, shared` : label;
  const frames = lock.site.slice(0, FRAMES_TOLD).map((frame) => `          at ${frame}`);
  return [`  ${verb} ${lock.name} (${how})`, ...frames];
}
