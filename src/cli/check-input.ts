import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { UsageError } from '../base/errors.ts';
import type { LineSource } from '../trace/judge-lines.ts';
import { parseJson } from '../trace/parse-json.ts';
import { type TraceCase, readCases } from '../trace/read-cases.ts';
import { linesOfFile, linesOfText } from './check-lines.ts';

/** A trace file as it is to be judged. */
export type TraceInput =
  | { readonly kind: 'cases'; readonly cases: readonly TraceCase[] }
  | { readonly kind: 'lines'; readonly source: LineSource };

const LINES_NAME = /\.(jsonl|ndjson)$/i;
/** What comes through a pipe is kept in memory, since it is read twice. */
const PIPE_LIMIT = { bytes: 1 << 28, mend: 'save it to a file first' };
/** No text is longer in V8. */
const FILE_LIMIT = { bytes: 0x1fffffe8, mend: 'write it as JSON Lines' };
const START_BYTES = 4096;
const CHUNK_BYTES = 1 << 20;

/**
 * JSON Lines are known by their name, or else by a first line that is a header: an object without ops.
 *
 * @throws {UsageError} for a file that cannot be read or is no trace
 */
export async function openTrace(file: string): Promise<TraceInput> {
  const piped = await isPipe(file);
  const text = piped ? await wholeText(file, PIPE_LIMIT) : null;
  const source: LineSource = () => (text === null ? linesOfFile(file) : linesOfText(text));
  const start = text ?? (await startOfText(file));
  if (LINES_NAME.test(file) || (start.trimStart().startsWith('{') && (await hasHeader(source)))) {
    return { kind: 'lines', source };
  }
  const whole = text ?? (await wholeText(file, FILE_LIMIT));
  if (whole.trim() === '') throw new UsageError(`${file}: the file is empty`, MEND);
  return { kind: 'cases', cases: readCases(file, parseJson(file, whole, 1, MEND)) };
}

const MEND = 'write a case as {"name": ..., "locks": [...], "ops": [...]}, or a list of cases';

async function isPipe(file: string): Promise<boolean> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) throw new UsageError(`${file} is a directory`, 'name files in it');
    return !status.isFile();
  } catch (error) {
    throw readable(file, error);
  }
}

/** Never more than the limit: a pipe may have no end. */
async function wholeText(file: string, limit: typeof PIPE_LIMIT): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > limit.bytes) {
        throw new UsageError(`${file}: more than ${limit.bytes} bytes`, limit.mend);
      }
    }
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (error) {
    throw readable(file, error);
  }
}

/** Enough to tell an object from a list, which may be one line of any length. */
async function startOfText(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(START_BYTES) });
      return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readable(file, error);
  }
}

/** A header line, and at least one line after it. */
async function hasHeader(source: LineSource): Promise<boolean> {
  let header = false;
  for await (const { lines } of source()) {
    for (const line of lines) {
      if (line.trim() === '') continue;
      if (header) return true;
      if (!isHeader(line)) return false;
      header = true;
    }
  }
  return false;
}

function isHeader(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !('ops' in value);
  } catch {
    return false;
  }
}

function readable(file: string, error: unknown): unknown {
  if (error instanceof UsageError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UsageError(`there is no file ${file}`, 'check the path');
  }
  return code === undefined
    ? error
    : new UsageError(`${file} cannot be read: ${message}`, 'make it readable');
}
