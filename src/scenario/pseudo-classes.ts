/** Class that an allocation passes through, whether it reclaims or not. */
export const RECLAIM_CLASS = 'fs_reclaim';

/** Class of the sections that a fence's signal depends on. */
export const SIGNALLING_CLASS = 'dma_fence_map';

/** Class of the acquire contexts of all transactions of a scenario. */
export const CONTEXT_CLASS = 'ww_acquire_ctx';

/** The event that a spawned thread waits for before its first operation. */
export function startEventOf(thread: string): string {
  return `start:${thread}`;
}

/** The event that `join` waits for. */
export function exitEventOf(thread: string): string {
  return `exit:${thread}`;
}
