/** Append-only list of 32-bit integers; `values` moves as it grows. */
export class IntList {
  values = new Int32Array(64);
  length = 0;

  /** Index of the new entry. */
  push(value: number): number {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    return this.length++;
  }
}
