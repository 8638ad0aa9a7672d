import { createReadStream } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import type { LineBatch } from '../trace/judge-lines.ts';

const CHUNK_BYTES = 1 << 20;
/** No header is longer; a file without line ends is not read into memory as one line. */
const LINE_CHARS_MAX = 1 << 26;

/** The lines of a file, a batch for each chunk of it; memory does not grow with the file. */
export async function* linesOfFile(file: string): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder();
  let first = 1;
  let rest = '';
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARS_MAX) {
      throw new UsageError(`${file}:${first}: the line does not end`, 'write an op on each line');
    }
    yield { first, lines };
    first += lines.length;
  }
  yield { first, lines: [rest + decoder.decode()] };
}

/** The lines of a text that is at hand. */
export async function* linesOfText(text: string): AsyncGenerator<LineBatch> {
  yield { first: 1, lines: text.split('\n') };
}
