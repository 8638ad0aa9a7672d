import { UsageError } from '../base/errors.ts';
import { isObject, sortOf } from './json-value.ts';
import { type HeaderPlace, type TraceHeader, readHeader } from './read-header.ts';

export interface TraceCase {
  readonly header: TraceHeader;
  readonly ops: readonly unknown[];
}

const EXAMPLE = '{"name": "ABBA", "locks": [...], "ops": [...]}';

/** The value of a JSON file: one case, or a list of them. @throws {UsageError} */
export function readCases(file: string, value: unknown): TraceCase[] {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new UsageError(`${file}: there is no case`, `write ${EXAMPLE}`);
  return values.map((one: unknown, index) => {
    const ordinal = values.length === 1 ? 'the case' : `case ${index + 1}`;
    return readCase(one, { file, ordinal, lines: null, line: 0 });
  });
}

/** One case, wherever it stands. @throws {UsageError} */
export function readCase(value: unknown, where: HeaderPlace): TraceCase {
  const header = readHeader(value, where);
  const ops = isObject(value) ? value['ops'] : undefined;
  if (Array.isArray(ops)) return { header, ops };
  const mend = `write it like ${EXAMPLE}`;
  throw header.place.headerFault(where.line, `"ops" is ${sortOf(ops)}, not a list`, mend);
}
