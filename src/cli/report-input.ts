import { readFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { JsonReader } from '../page/read/json-reader.ts';
import { readStress } from '../page/read/read-stress.ts';
import type { StressPart } from '../page/stress/stress-part.ts';
import { type ReadComparison, readReportLedger } from './report-ledger.ts';

const KINDS = 'report reads documents of `lockyard stress --json` and ledgers of `lockyard bench`';

/** What was read of a file. */
export type ReportInput =
  | ({ readonly kind: 'bench' } & ReadComparison)
  | { readonly kind: 'stress'; readonly part: StressPart };

/**
 * What a file holds, told by its content: a document of `stress --json`, or the ledger of a bench.
 *
 * @throws {UsageError} where it is neither, or not whole enough to draw anything from
 */
export async function readReportInput(file: string): Promise<ReportInput> {
  const text = readText(file);
  if (isLedger(text)) return { kind: 'bench', ...(await readReportLedger(file)) };
  const document = new JsonReader(parsed(file, text), file);
  const kind = document.optional('kind')?.text();
  if (kind === 'stress') return { kind, part: readStress(document, file) };
  throw new UsageError(`${file} is a document of ${kind ?? 'no known kind'}`, KINDS);
}

/** Of several lines, the first of which is a document by itself. */
function isLedger(text: string): boolean {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  try {
    const header = JSON.parse(first) as unknown;
    return typeof header === 'object' && header !== null && 'format' in header;
  } catch {
    return false;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be read (${code})`, 'name a file that is there');
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}`, KINDS);
  }
}
