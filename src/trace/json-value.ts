import { nearestName } from '../base/nearest-name.ts';

/** What a mistake calls a JSON value. */
export function sortOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text;
}

/** What may have been meant; a text of megabytes is compared by its beginning. */
export function nearestTo(text: string, candidates: readonly string[]): string | null {
  return nearestName(text.slice(0, SHOWN_MAX), candidates);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Characters of a value that a message repeats. */
const SHOWN_MAX = 60;
