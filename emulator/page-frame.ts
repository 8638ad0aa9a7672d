/**
 * A *frame* names one life of one page: its index in the pool, and the low bits of its generation
 * at the time. Object tables and sg tables hold frames; 0 names none. A frame whose generation
 * differs from the page's is stale: the page was freed since.
 */
const INDEX_BITS = 20;
const INDEX_MASK = (1 << INDEX_BITS) - 1;

/** Largest pool whose pages a frame can name. */
export const POOL_PAGES_MAX = INDEX_MASK - 1;

export function frameOf(page: number, generation: number): number {
  return (generation << INDEX_BITS) | (page + 1);
}

/** Index of the page; -1 for frame 0. */
export function pageOfFrame(frame: number): number {
  return (frame & INDEX_MASK) - 1;
}

export function isFrameOf(frame: number, page: number, generation: number): boolean {
  return frame === frameOf(page, generation);
}
