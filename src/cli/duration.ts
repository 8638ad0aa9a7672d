import { UsageError } from '../base/errors.ts';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000 } as const;

/**
 * `500ms`, `2s`, `1.5m` in milliseconds; the unit is never left out.
 *
 * @throws {UsageError}
 */
export function parseDuration(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  const ms = match === null ? 0 : Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  if (ms > 0 && Number.isFinite(ms)) return ms;
  throw new UsageError(
    `${option} "${text}" is not a time above zero`,
    'write a number with its unit, for example 500ms, 2s or 1m',
  );
}
