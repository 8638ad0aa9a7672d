import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A module that was found by its file, not by an import. */
export interface FoundModule {
  /** The file's name without its extension. */
  readonly name: string;
  readonly url: string;
}

/**
 * The modules of a folder beside the importing one, by name: dropping a file into it is all that it
 * takes. Coordinator side. Looks for the importer's own extension, so that sources find sources and
 * `dist` finds `dist`.
 *
 * @param importer the importing module's `import.meta.url`
 */
export function modulesOfFolder(folder: string, importer: string): FoundModule[] {
  const extension = extname(fileURLToPath(importer));
  const directory = new URL(`./${folder}/`, importer);
  return readdirSync(directory)
    .filter((file) => file.endsWith(extension) && !file.endsWith('.d.ts'))
    .map((file) => basename(file, extension))
    .sort()
    .map((name) => ({ name, url: new URL(`${name}${extension}`, directory).href }));
}
