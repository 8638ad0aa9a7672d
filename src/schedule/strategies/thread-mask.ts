/** Words of a set of threads, one bit each. */
export const MASK_WORDS = 3;

const BITS = 32;

export function addToMask(words: Int32Array, mask: number, thread: number): void {
  words[mask + ((thread - 1) >> 5)] |= 1 << ((thread - 1) & (BITS - 1));
}

export function takeFromMask(words: Int32Array, mask: number, thread: number): void {
  words[mask + ((thread - 1) >> 5)] &= ~(1 << ((thread - 1) & (BITS - 1)));
}

export function isInMask(words: Int32Array, mask: number, thread: number): boolean {
  return (words[mask + ((thread - 1) >> 5)] & (1 << ((thread - 1) & (BITS - 1)))) !== 0;
}

/** The lowest thread of a set; 0: it is empty. */
export function firstOfMask(words: Int32Array, mask: number): number {
  for (let word = 0; word < MASK_WORDS; word++) {
    const bits = words[mask + word];
    if (bits !== 0) return word * BITS + (BITS - 1 - Math.clz32(bits & -bits)) + 1;
  }
  return 0;
}

export function clearMask(words: Int32Array, mask: number): void {
  for (let word = 0; word < MASK_WORDS; word++) words[mask + word] = 0;
}

export function copyMask(words: Int32Array, from: number, to: number): void {
  for (let word = 0; word < MASK_WORDS; word++) words[to + word] = words[from + word];
}
