import type { ScenarioOp } from '../scenario.ts';

/** The interpreter's own frames: they say nothing of where the scenario stands. */
const INTERPRETER = /[/\\]src[/\\]scenario[/\\](play[/\\]|actor\.)/;

/** A place in a scenario file, and what happens there. */
type Standing = Pick<ScenarioOp, 'text' | 'line'>;

/**
 * Makes the stack traces of this thread speak of the scenario: the frames of the interpreter are told
 * as the line of the file that it runs. So every site in a report is a line of the file.
 */
export class ToldSites {
  readonly #file: string;
  readonly #before = Error.prepareStackTrace;
  #inner: Standing | null = null;
  /** The `alloc` inside of which the thread is. */
  #outer: Standing | null = null;

  constructor(file: string) {
    this.#file = file;
    Error.prepareStackTrace = (error, frames) => this.#tell(error, frames);
  }

  /** What the thread does from here on. */
  at(standing: Standing): void {
    this.#inner = standing;
  }

  /** What comes from here on happens inside of that; null: inside of nothing. */
  inside(standing: Standing | null): void {
    this.#outer = standing;
  }

  /** Stack traces are as they were before. */
  close(): void {
    Error.prepareStackTrace = this.#before;
  }

  #tell(error: Error, frames: readonly NodeJS.CallSite[]): string {
    const lines = [String(error)];
    let told = false;
    for (const frame of frames) {
      if (!INTERPRETER.test(frame.getFileName() ?? '')) lines.push(`    at ${frame}`);
      else if (!told) {
        lines.push(...this.#standings());
        told = true;
      }
    }
    return lines.join('\n');
  }

  /** Innermost first. */
  #standings(): string[] {
    const standings = [this.#inner, ...(this.#outer === this.#inner ? [] : [this.#outer])];
    return standings.flatMap((standing) =>
      standing === null ? [] : [`    at ${standing.text} (${this.#file}:${standing.line}:1)`],
    );
  }
}
