import { writeFileSync } from 'node:fs';
import { assembled } from './assembly.ts';

/**
 * Renews the binary form of src/lock/fast/mutex.wat beside it, so that nobody who builds or runs the
 * project needs an assembler:
 *
 *     npm run assemble
 */
const COLUMNS = 88;

const base64 = await assembled('src/lock/fast/mutex.wat');
const lines = base64.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [];
writeFileSync(
  'src/lock/fast/mutex-code.ts',
  `/** mutex.wat, assembled by \`npm run assemble\`: WebAssembly's binary form, in base64. */
export const MUTEX_CODE =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
);
