/**
 * Two running 32-bit hashes, put together to a 53-bit key: with a million states the chance that any
 * two share a key is below 1 in 10,000.
 */
export class StateHash {
  low = 0;
  high = 0;

  reset(): void {
    this.low = 0x9e3779b9;
    this.high = 0x85ebca6b;
  }

  /** Order matters: for histories. */
  append(value: number): void {
    this.low = mix((this.low ^ value) | 0, 0x21f0aaad);
    this.high = mix((this.high + value) | 0, 0x735a2d97);
  }

  /** Order does not matter, and the same again takes it out: for the words of a memory. */
  toggle(at: number, value: number): void {
    if (value === 0) return;
    const place = mix(at + 1, 0x2c1b3c6d);
    this.low ^= mix((place ^ value) | 0, 0x21f0aaad);
    this.high ^= mix((place + value) | 0, 0x735a2d97);
  }

  key(): number {
    return (this.high >>> 11) * 0x1_0000_0000 + (this.low >>> 0);
  }
}

function mix(value: number, factor: number): number {
  let z = Math.imul(value ^ (value >>> 16), factor);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
