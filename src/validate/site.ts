import { shortPath } from '../base/short-path.ts';

/** Frames kept of a stack; enough to reach from the guard to the workload's role. */
const FRAMES = 8;

/** Knows by itself where its thread stands: a thread that has one captures no stack. */
export interface SiteTeller {
  /** `what (file:line)` per frame, innermost first, one a line; empty: nowhere that could be told. */
  site(): string;
}

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
  const lines = stack.split('\n').slice(1);
  const root = rootOf(lines[0] ?? '');
  for (const line of lines) {
    const frame = readFrame(line, root);
    if (frame !== null && frames.length < FRAMES) frames.push(frame);
  }
  return frames.join('\n');
}

/** Rooms of the instrument: where a lock is taken is told from outside them. */
const ROOMS = /^(lock|validate|deadlock|measure|thread|shared|schedule|arena)[/\\]/;

/** The folder of those rooms, as stacks write it; from this module's own frame. */
function rootOf(ownFrame: string): string {
  return /\((?:file:\/\/)?(.+[/\\])validate[/\\]site\.[jt]s:/.exec(ownFrame)?.[1] ?? '';
}

function isInstrument(file: string, root: string): boolean {
  return file.startsWith('node:') || (file.startsWith(root) && ROOMS.test(file.slice(root.length)));
}

function readFrame(line: string, root: string): string | null {
  const match = /^\s+at (?:(.*?) \()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/.exec(line);
  if (match === null) return null;
  const [, name, file, lineNumber] = match as unknown as [
    string,
    string | undefined,
    string,
    string,
  ];
  if (isInstrument(file, root)) return null;
  return `${name ?? 'top level'} (${shortPath(file)}:${lineNumber})`;
}
