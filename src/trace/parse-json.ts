import { UsageError } from '../base/errors.ts';

/**
 * JSON as `JSON.parse` has it. `firstLine`: number of the text's first line in its file.
 *
 * @throws {UsageError} that names file and line
 */
export function parseJson(file: string, text: string, firstLine: number, mend: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message.replace(/\p{C}/gu, '?');
    const line = firstLine + linesBefore(text, why) - 1;
    throw new UsageError(`${file}:${line}: not JSON: ${why}`, mend);
  }
}

/** Lines of the text up to where it stopped making sense, as far as the message tells. */
function linesBefore(text: string, why: string): number {
  const position = / at position (\d+)/.exec(why)?.[1];
  const end = /end of JSON input/.test(why) ? text.length : Number(position ?? 0);
  return text.slice(0, end).split('\n').length;
}
