import {
  type Stats,
  accessSync,
  constants,
  existsSync,
  fstatSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';

const STANDARD_OUTPUT = 1;

/** A file that a command is to write, named by its user with the option `flag`. */
export class OutputFile {
  readonly file: string;
  /** Where its name leads in the end. */
  readonly target: string;
  readonly #flag: string;

  constructor(file: string, flag: string) {
    this.file = file;
    this.#flag = flag;
    this.target = realPath(file);
  }

  /**
   * Whether it can be written, as far as that shows before: whoever worked for minutes wants no
   * refusal at the end.
   *
   * @throws {UsageError}
   */
  check(): void {
    if (this.file === '') {
      throw new UsageError(`${this.#flag} has an empty name`, 'name the file to write');
    }
    try {
      const there = statSync(this.target, { throwIfNoEntry: false });
      if (there?.isDirectory() === true) throw this.#refused('it is a directory');
      if (there !== undefined && isStandardOutput(there)) {
        throw this.#refused('the results go there');
      }
      // A file is replaced, so its folder decides; a pipe or device is written to.
      const isReplaced = there === undefined || there.isFile();
      accessSync(isReplaced ? dirname(this.target) : this.target, constants.W_OK);
    } catch (error) {
      throw error instanceof UsageError ? error : this.#refused(codeOf(error));
    }
  }

  /**
   * The old file stays until the new one is whole. What is no file, as a pipe, is written to.
   * Answers the size in bytes.
   *
   * @throws {UsageError}
   */
  write(text: string): number {
    const draft = `${this.target}.${process.pid}.part`;
    try {
      if (existsSync(this.target) && !statSync(this.target).isFile()) {
        writeFileSync(this.target, text);
      } else {
        writeFileSync(draft, text);
        renameSync(draft, this.target);
      }
    } catch (error) {
      rmSync(draft, { force: true });
      throw this.#refused(codeOf(error));
    }
    return Buffer.byteLength(text);
  }

  #refused(why: string): UsageError {
    return new UsageError(
      `${this.file} cannot be written (${why})`,
      `give another place with ${this.#flag}`,
    );
  }
}

/** As a file or a pipe; whatever is a device takes both. */
function isStandardOutput(there: Stats): boolean {
  const output = fstatSync(STANDARD_OUTPUT);
  const isOne = there.dev === output.dev && there.ino === output.ino;
  return isOne && (there.isFile() || there.isFIFO());
}

/** Two names of one file are the same here, links followed. */
export function realPath(file: string): string {
  return existsSync(file) ? realpathSync(file) : resolve(file);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
