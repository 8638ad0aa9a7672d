import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** SHA-256 of a scenario's file, to see whether it is still what it was. */
export function sourceHash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
