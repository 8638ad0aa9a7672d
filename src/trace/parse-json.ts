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
    const why = (error as Error).message;
    const lines = text.slice(0, faultOffset(text, why)).split('\n').length;
    const told = why.replace(/\p{C}/gu, '?');
    throw new UsageError(`${file}:${firstLine + lines - 1}: not JSON: ${told}`, mend);
  }
}

/**
 * Where the text stops making sense. Not every message of V8 tells; what is longer than the longest
 * beginning of some JSON does not begin any, so that halving finds the place.
 */
function faultOffset(text: string, why: string): number {
  const told = positionIn(why, text.length);
  if (told !== null) return told;
  let [sound, broken] = [0, text.length];
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (begins(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return sound;
}

/** Some JSON begins so: it is whole, or only its end is missing. */
function begins(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return positionIn((error as Error).message, text.length) === text.length;
  }
}

function positionIn(why: string, end: number): number | null {
  if (why.includes('end of JSON input')) return end;
  const position = / at position (\d+)/.exec(why)?.[1];
  return position === undefined ? null : Number(position);
}
