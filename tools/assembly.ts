import { readFileSync } from 'node:fs';
import wabt from 'wabt';

/** WebAssembly's text form in its binary form, in base64. `path`: from the repository's root. */
export async function assembled(path: string): Promise<string> {
  const { parseWat } = await wabt();
  const module = parseWat(path, readFileSync(path, 'utf8'), { threads: true });
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}
