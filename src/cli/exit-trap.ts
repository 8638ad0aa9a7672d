import { UsageError } from '../base/errors.ts';

const MEND =
  'a design only describes locks and guards: let it export them, and throw when it cannot';

/**
 * Keeps a user's design from ending this process, which would end without a result and with the
 * design's own status: `process.exit` throws. In the threads of a run it ends the thread, a crash.
 */
export class ExitTrap {
  readonly #exit = process.exit;
  #caught: (how: string) => void = () => undefined;

  constructor() {
    const trap: typeof process.exit = (code) => {
      const how = `called process.exit(${code ?? ''})`;
      this.#caught(how);
      const error = new Error(`a design ${how} on the coordinator`);
      Error.captureStackTrace(error, trap);
      throw error;
    };
    process.exit = trap;
  }

  /**
   * Loads a design. A design that swallows the exception of `process.exit`, or that waits for what
   * never comes, is found out all the same.
   *
   * @throws {UsageError} that names the design
   */
  async watch<T>(design: string, load: () => Promise<T>): Promise<T> {
    let onIdle: () => void = () => undefined;
    const caught = new Promise<never>((_resolve, reject) => {
      this.#caught = (how) =>
        reject(new UsageError(`the design ${design} ${how} while it was loaded`, MEND));
      onIdle = () => this.#caught('waits for something that never comes');
    });
    process.once('beforeExit', onIdle);
    try {
      return await Promise.race([caught, load()]);
    } finally {
      process.off('beforeExit', onIdle);
      this.#caught = () => undefined;
    }
  }

  release(): void {
    process.exit = this.#exit;
  }
}
