/** Frames kept of a stack; enough to reach from the guard to the workload's role. */
const FRAMES = 8;

/**
 * Where the caller's caller stands, innermost first: `function (file:line)` per frame, one a line.
 * Frames of the instrument itself are left out. Costs microseconds: for first sights and slow paths.
 */
export function captureSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES + 8;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  const frames: string[] = [];
  for (const line of stack.split('\n').slice(1)) {
    const frame = readFrame(line);
    if (frame !== null && frames.length < FRAMES) frames.push(frame);
  }
  return frames.join('\n');
}

/** Rooms of the instrument: where a lock is taken is told from outside them. */
const INSTRUMENT =
  /[/\\]src[/\\](lock|validate|deadlock|measure|thread|shared)[/\\]|[/\\]node_modules[/\\]|^node:/;

function readFrame(line: string): string | null {
  const match = /^\s+at (?:(.*?) \()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/.exec(line);
  if (match === null) return null;
  const [, name, file, lineNumber] = match as unknown as [
    string,
    string | undefined,
    string,
    string,
  ];
  if (INSTRUMENT.test(file)) return null;
  const short = file.split(/[/\\]/).slice(-2).join('/');
  return `${name ?? 'top level'} (${short}:${lineNumber})`;
}
