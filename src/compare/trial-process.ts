import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { InvariantError, UsageError } from '../base/errors.ts';

/** What the process answers to a task, as lines of JSON: how far it is, any number of times, then one of the others. */
export type ProcessAnswer =
  | { readonly progress: number }
  | { readonly result: unknown }
  | { readonly error: { readonly message: string; readonly mend?: string } };

interface Ended {
  readonly status: number | NodeJS.Signals | null;
}

/**
 * A process of its own for tasks, one after the other: each goes to it as a line of JSON on its
 * standard input. It ends with us, however we end: its input does, too.
 */
export class TrialProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<Ended>;
  readonly #kill: () => void;
  #out = '';
  #err = '';
  #answered: (line: string) => void = () => undefined;
  #told: (share: number) => void = () => undefined;

  /** `argv`: arguments of `node`, a script and its words. An interruption ends it at once. */
  constructor(argv: readonly string[], interrupt: AbortSignal) {
    const child = spawn(process.execPath, [...process.execArgv, ...argv], { stdio: 'pipe' });
    this.#child = child;
    this.#kill = () => child.kill('SIGKILL');
    interrupt.addEventListener('abort', this.#kill);
    process.on('exit', this.#kill);
    child.stdout.on('data', (data) => this.#take(String(data)));
    child.stderr.on('data', (data) => (this.#err += data));
    // It may be gone before it has read its task; how it ended is told all the same.
    child.stdin.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      child.on('error', (error) => {
        this.#err += error.message;
        resolve({ status: null });
      });
      child.on('close', (status, signal) => resolve({ status: status ?? signal }));
    });
    void this.#ended.then(() => {
      interrupt.removeEventListener('abort', this.#kill);
      process.off('exit', this.#kill);
    });
  }

  /**
   * The result of a task; `told` hears how far it is, as a part of 1.
   *
   * @throws {UsageError} what the process found wrong with the task
   * @throws {InvariantError} where it gave no answer
   */
  async ask(
    task: unknown,
    timeoutMs: number,
    told: (share: number) => void = () => undefined,
  ): Promise<unknown> {
    const answered = new Promise<string>((resolve) => (this.#answered = resolve));
    this.#told = told;
    this.#child.stdin.write(`${JSON.stringify(task)}\n`);
    const timer = setTimeout(() => {
      this.#err += `gave no answer within ${timeoutMs / 1000} s`;
      this.#kill();
    }, timeoutMs);
    const how = await Promise.race([answered, this.#ended]);
    clearTimeout(timer);
    if (typeof how === 'string') return this.#resultOf(how);
    throw this.#silent(`ended with ${how.status}`);
  }

  /** Resolves when it is gone. It has answered and left nothing to tidy: there is no need to wait for it. */
  async end(): Promise<void> {
    this.#kill();
    await this.#ended;
  }

  #take(text: string): void {
    this.#out += text;
    for (let end = this.#out.indexOf('\n'); end >= 0; end = this.#out.indexOf('\n')) {
      const line = this.#out.slice(0, end);
      this.#out = this.#out.slice(end + 1);
      const answer = parsed(line);
      if (answer !== null && 'progress' in answer) this.#told(answer.progress);
      else this.#answered(line);
    }
  }

  #resultOf(line: string): unknown {
    const answer = parsed(line);
    if (answer === null || 'progress' in answer) throw this.#silent(`said "${line.slice(0, 80)}"`);
    if ('result' in answer) return answer.result;
    const { message, mend } = answer.error;
    if (mend !== undefined) throw new UsageError(message, mend);
    throw new InvariantError(`the process of a trial failed: ${message}`);
  }

  #silent(how: string): InvariantError {
    const told = this.#err.trim() || 'nothing on its standard error';
    return new InvariantError(`the process of a trial ${how}: ${told}`);
  }
}

function parsed(line: string): ProcessAnswer | null {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === 'object' && answer !== null ? (answer as ProcessAnswer) : null;
  } catch {
    return null;
  }
}
