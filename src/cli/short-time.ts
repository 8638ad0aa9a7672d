import { UsageError } from '../base/errors.ts';

const UNIT_NS = { ns: 1, us: 1000, µs: 1000, ms: 1e6 } as const;
const TIME = /^(\d+(?:\.\d+)?)(ns|us|µs|ms)$/;
const NS_MAX = 1e9;

/** `200ns`, `50us`, `1.5ms` in nanoseconds, up to a second; null: it is no such time. */
export function shortTimeNs(text: string): number | null {
  const [, amount, unit] = TIME.exec(text) ?? [];
  const ns = Number(amount) * UNIT_NS[unit as keyof typeof UNIT_NS];
  return ns <= NS_MAX ? ns : null;
}

/**
 * The same, or `0`.
 *
 * @throws {UsageError}
 */
export function parseShortTime(what: string, text: string): number {
  const ns = text === '0' ? 0 : shortTimeNs(text);
  if (ns !== null) return ns;
  throw new UsageError(
    `${what} is "${text}"`,
    'give a time up to 1000ms, for example 200ns, 10us or 0',
  );
}
