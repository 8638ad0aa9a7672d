import { pause, type Steps } from '../explore/step.ts';

/** A place for many readers or one writer: notes that nobody came while somebody excluded him. */
export class RwPlace {
  entries = 0;
  #readers = 0;
  #writers = 0;

  /** To be called with the lock held for reading. */
  *read(): Steps {
    this.#readers++;
    this.entries++;
    if (this.#writers > 0) throw new Error('a reader came in beside a writer');
    yield* pause('reading');
    this.#readers--;
  }

  /** To be called with the lock held for writing. */
  *write(): Steps {
    this.#writers++;
    this.entries++;
    if (this.#writers + this.#readers > 1) throw new Error('a writer came in beside somebody');
    yield* pause('writing');
    this.#writers--;
  }
}
