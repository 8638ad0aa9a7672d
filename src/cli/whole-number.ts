import { UsageError } from '../base/errors.ts';

/** Largest number of one signed word: as good as no limit. */
export const WORD_MAX = 2 ** 31 - 1;

/** A whole number in [least, most]; `1e6` and `1_000_000` will do as well. @throws {UsageError} */
export function parseWhole(option: string, text: string, least: number, most: number): number {
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw new UsageError(`${option} is "${text}"`, `give a whole number${rangeText(least, most)}`);
}

function rangeText(least: number, most: number): string {
  return most >= WORD_MAX ? `, ${least} or more` : ` from ${least} to ${most}`;
}
