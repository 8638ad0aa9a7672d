import { shortPath } from '../../base/short-path.ts';
import type { ScenarioOp } from '../scenario.ts';

/** A place in a scenario file, and what happens there. */
type Standing = Pick<ScenarioOp, 'text' | 'line'>;

/**
 * Tells where a thread stands in its scenario: every site in a report is a line of the file, and not a
 * place in the interpreter of that file.
 */
export class ToldSites {
  readonly #file: string;
  #inner: Standing | null = null;
  /** The `alloc` inside of which the thread is. */
  #outer: Standing | null = null;

  constructor(file: string) {
    this.#file = shortPath(file);
  }

  /** What the thread does from here on. */
  at(standing: Standing): void {
    this.#inner = standing;
  }

  /** What comes from here on happens inside of that; null: inside of nothing. */
  inside(standing: Standing | null): void {
    this.#outer = standing;
  }

  /** As a validator asks for it: a frame a line, innermost first. */
  site(): string {
    const standings = [this.#inner, ...(this.#outer === this.#inner ? [] : [this.#outer])];
    return standings
      .flatMap((standing) =>
        standing === null ? [] : [`${standing.text} (${this.#file}:${standing.line})`],
      )
      .join('\n');
  }
}
