import { nearestName } from '../base/nearest-name.ts';
import { UsageError } from '../base/errors.ts';

const LISTED_MAX = 8;
/** A name stands in lines of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are refused
const UNPRINTABLE = /[\u0000-\u001f\u007f]/;

/**
 * What is used must have been declared.
 *
 * @throws {UsageError} that names the nearest declared one
 */
export function requireKnown(
  what: string,
  name: unknown,
  known: readonly string[],
  where = '',
): asserts name is string {
  if (typeof name === 'string' && known.includes(name)) return;
  const nearest = typeof name === 'string' ? nearestName(name, known) : null;
  const more = known.length > LISTED_MAX ? ', ...' : '';
  const all = known.slice(0, LISTED_MAX).map(quoted).join(', ');
  throw new UsageError(
    `no ${what} is called ${quoted(name)}${where}`,
    nearest === null
      ? `use one of ${all}${more}`
      : `use ${quoted(nearest)}; there are ${all}${more}`,
  );
}

/**
 * Names that are declared: texts of one line, no two alike.
 *
 * @throws {UsageError}
 */
export function requireNames(what: string, names: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const name of names) {
    if (typeof name !== 'string' || name.trim() === '' || UNPRINTABLE.test(name)) {
      throw new UsageError(`${what} is named ${quoted(name)}`, 'give a text of one line');
    }
    if (seen.has(name)) {
      throw new UsageError(`${what} is named ${quoted(name)} twice`, 'give each a name of its own');
    }
    seen.add(name);
  }
}

/** @throws {UsageError} unless `value` is a whole number from `least` to `most` */
export function requireWhole(what: string, value: unknown, least: number, most: number): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new UsageError(
    `${what} is ${quoted(value)}`,
    `give a whole number from ${least} to ${most.toLocaleString('en')}`,
  );
}

/** @throws {UsageError} for a key that is none of `known`, or where `value` is no object at all */
export function requireKeys(what: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${what} is ${quoted(value)}`, `give an object: { ${known.join(', ')} }`);
  }
  for (const key of Object.keys(value)) requireKnown('option', key, known, ` in ${what}`);
}

function quoted(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return JSON.stringify(value) ?? String(value);
}
