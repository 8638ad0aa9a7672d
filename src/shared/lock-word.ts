/**
 * Bits of `lock.state`, shared by the locks that move it and by the wait-for walk that reads it.
 *
 * | kind | 0 | otherwise |
 * | --- | --- | --- |
 * | mutex | free | owner's thread id, plus WAITERS when somebody may sleep on the word |
 * | ww-mutex | free | owner's id, UNDER_CONTEXT, WAITERS while the queue is not empty (alone: free, queue) |
 * | rw-semaphore | free | WRITER + writer's id, or the number of readers; WAITERS while the queue is not empty |
 * | completion | never begun | GENERATION bits, COMPLETE; WAITERS when somebody may sleep on the word |
 * | fence | nothing signalled | last signalled sequence number (all 32 bits) |
 */
export const OWNER_MASK = 0xffff;
export const WRITER = 1 << 28;
export const UNDER_CONTEXT = 1 << 29;
export const WAITERS = 1 << 30;
export const COMPLETE = 1;
/** Of a completion: which `begin` it stands for; counts up in steps of GENERATION_STEP. */
export const GENERATION_STEP = 2;
export const GENERATION_MASK = (1 << 28) - GENERATION_STEP;

/** `thread.waitMode`: what the wait asks for. Timed waits end by themselves: never part of a cycle. */
export const WAIT_MODE = { exclusive: 1, shared: 2, event: 3, timed: 4 } as const;

/** `thread.verdict`: how somebody else ended the wait. */
export const WAIT_VERDICT = { pending: 0, granted: 1, backOff: 2 } as const;

/** A completion that was begun anew has been completed for who waits since before. */
export function hasCompleted(state: number, generation: number): boolean {
  return (state & COMPLETE) !== 0 || (state & GENERATION_MASK) !== generation;
}
