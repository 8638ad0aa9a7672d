import type { ThreadState } from '../validate/finding.ts';

/** One wait of a cycle. */
interface Wait {
  readonly waiter: string;
  readonly lock: string;
  readonly holder: string;
  /** A relative clause: what the next thread has to do with the lock. */
  readonly why: string;
}

/** The waits of a cycle. Each thread waits for the next, the last for the first. */
export function waitsOf(threads: readonly ThreadState[]): readonly Wait[] {
  return threads.map((state, index) => {
    const next = threads[(index + 1) % threads.length];
    const lock = state.wants?.name ?? 'an unknown lock';
    return { waiter: state.thread, lock, holder: next.thread, why: whyOf(state, next) };
  });
}

function whyOf({ wants }: ThreadState, next: ThreadState): string {
  if (next.holds.some(({ name }) => name === wants?.name)) return `which ${next.thread} holds`;
  // A lock with a queue: who is ahead in it has to be served first.
  if (wants !== undefined && next.wants?.name === wants.name) {
    return `for which ${next.thread} is first in the queue`;
  }
  // A fence or completion is held by nobody: the next thread of the cycle is to bring it about.
  return `which only ${next.thread} can bring about`;
}
