import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The file of a scenario, absolute. The scenarios are data, which a build does not copy: one folder up
 * from the sources of the tools, two from their build.
 */
export function validatorFile(name: string): string {
  const file = name.replaceAll('_', '-');
  const candidates = ['../validators/', '../../validators/'].flatMap((folder) =>
    ['.yaml', '.json'].map((extension) => new URL(`${folder}${file}${extension}`, import.meta.url)),
  );
  const found = candidates.find((url) => existsSync(url));
  if (found === undefined) throw new Error(`no file of validators/ is named ${file}`);
  return fileURLToPath(found);
}

/** A program over locks, to be run; otherwise a trace, to be judged. */
export function isProgram(file: string): boolean {
  return file.endsWith('.yaml');
}
