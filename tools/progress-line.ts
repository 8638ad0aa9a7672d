/** A line on standard error that writes over itself; on a terminal only. */
export class ProgressLine {
  #width = 0;

  show(text: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  clear(): void {
    if (process.stderr.isTTY && this.#width > 0) {
      process.stderr.write(`\r${' '.repeat(this.#width)}\r`);
    }
    this.#width = 0;
  }
}
