import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { SCENARIO_LIMITS } from '../limits.ts';

const EXTENSIONS = ['.yaml', '.yml', '.json'];
const NEWLINE = 10;

/** The text of a scenario file, after all checks that need no YAML. @throws {UsageError} */
export function readFileText(path: string): string {
  if (!EXTENSIONS.includes(extname(path).toLowerCase())) {
    const extension = extname(path);
    throw new UsageError(
      `${path}: ${extension === '' ? 'no extension' : `unknown extension "${extension}"`}`,
      `a scenario file ends in ${EXTENSIONS.join(', ')}`,
    );
  }
  const { bytes } = SCENARIO_LIMITS;
  const size = sizeOf(path);
  if (size > bytes) {
    throw new UsageError(
      `${path}: ${megabytes(size)} are more than the ${megabytes(bytes)} that a scenario may have`,
      'take out what does not belong to the story, or split it into several files',
    );
  }
  return textOf(path, readBytes(path));
}

function sizeOf(path: string): number {
  const stat = access(path, () => statSync(path));
  if (stat.isDirectory()) throw new UsageError(`${path} is a directory`, 'name the files in it');
  if (!stat.isFile())
    throw new UsageError(`${path} is no regular file`, 'write it to a file first');
  return stat.size;
}

function readBytes(path: string): Buffer {
  return access(path, () => readFileSync(path));
}

function access<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UsageError(`there is no file ${path}`, 'check the path, or see `list scenarios`');
    }
    throw new UsageError(`${path} cannot be read: ${message}`, 'make it readable');
  }
}

function textOf(path: string, bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    const place = `${path}:${lineAt(bytes, zero)}`;
    throw new UsageError(`${place}: binary data (a zero byte)`, 'save it as text in UTF-8');
  }
  const text = bytes.toString('utf8');
  const wrong = firstDifference(bytes, Buffer.from(text));
  if (wrong >= 0) {
    const place = `${path}:${lineAt(bytes, wrong)}`;
    throw new UsageError(`${place}: not UTF-8 (byte ${wrong + 1})`, 'save it as text in UTF-8');
  }
  return text.replace(/^\uFEFF/, '');
}

/** What is no UTF-8 does not survive there and back. */
function firstDifference(bytes: Buffer, back: Buffer): number {
  if (bytes.equals(back)) return -1;
  const at = bytes.findIndex((byte, index) => byte !== back[index]);
  return at < 0 ? bytes.length - 1 : at;
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (bytes[i] === NEWLINE) line++;
  return line;
}

function megabytes(bytes: number): string {
  return `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
