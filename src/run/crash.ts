/** A thread that ended otherwise than by returning: what is known of why. */
export interface Crash {
  readonly threadIndex: number;
  /** Class of the error, or `exit` when the thread left through `process.exit`. */
  readonly kind: string;
  readonly message: string;
  /** Innermost frames first. */
  readonly frames: readonly string[];
  /** How to mend it, when the thread says that its input was wrong. */
  readonly mend?: string;
}

const FRAMES_MAX = 6;

/** Turns what a task was rejected with (an error that crossed threads, so without its class) into data. */
export function describeCrash(threadIndex: number, reason: unknown): Crash {
  const error = asRecord(reason);
  const message = textOf(error['message']) ?? String(reason);
  const mend = textOf(error['mend']);
  return {
    threadIndex,
    ...kindOf(error, message),
    frames: framesOf(textOf(error['stack']) ?? ''),
    ...(mend === undefined ? {} : { mend }),
  };
}

function kindOf(error: Record<string, unknown>, message: string) {
  if (error['code'] === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { kind: 'out of memory', message: 'the thread reached its heap limit' };
  }
  const exit = /^worker exited with code: (-?\d+)$/.exec(message);
  if (exit !== null) {
    return { kind: 'exit', message: `the thread ended by process.exit(${exit[1]})` };
  }
  return { kind: textOf(error['name']) ?? 'Error', message: shortPaths(message) };
}

function framesOf(stack: string): string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, FRAMES_MAX).map((line) => shortPaths(line.trim()));
}

/** `file:///any/where/designs/mine.mjs:3:7` is `designs/mine.mjs:3:7`, as in all other reports. */
function shortPaths(text: string): string {
  return text.replace(/file:\/\/[^\s()'"]*?([^\s()'"/]+\/[^\s()'"/]+)(?=[\s()'"]|$)/g, '$1');
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
