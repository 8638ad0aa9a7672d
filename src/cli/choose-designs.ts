import { statSync } from 'node:fs';
import { type CatalogDesign, allDesigns, findDesign } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import type { ExitTrap } from './exit-trap.ts';

const EXTENSIONS = ['', '.mjs', '.js'];

/**
 * The designs of names, paths and `all`, each once, in the order in which they were named.
 *
 * @throws {UsageError} for a design that is not there or cannot be loaded
 */
export async function chooseDesigns(
  names: readonly string[],
  exits: ExitTrap,
): Promise<CatalogDesign[]> {
  const chosen = new Map<string, CatalogDesign>();
  for (const name of names) {
    for (const catalogued of await exits.watch(name, () => designsOf(name))) {
      const known = chosen.get(catalogued.design.name);
      if (known !== undefined && known.url !== catalogued.url) {
        throw new UsageError(
          `two designs are named "${catalogued.design.name}"`,
          'rename the one in your own file',
        );
      }
      chosen.set(catalogued.design.name, catalogued);
    }
  }
  return [...chosen.values()];
}

/** Every design of the package, in the order of their names. */
export async function designsByName(): Promise<CatalogDesign[]> {
  const designs = await allDesigns();
  return designs.sort((a, b) => (a.design.name < b.design.name ? -1 : 1));
}

async function designsOf(name: string): Promise<CatalogDesign[]> {
  if (name === 'all') return designsByName();
  try {
    return [await findDesign(name)];
  } catch (error) {
    const file = fileOfName(name);
    if (!(error instanceof UsageError) || file === undefined) throw error;
    throw new UsageError(error.message, `for the file of that name write --design ./${file}`);
  }
}

/** A file in the current folder that may be meant by a bare name. */
function fileOfName(name: string): string | undefined {
  if (!/^[\w-]+$/.test(name)) return undefined;
  const files = EXTENSIONS.map((extension) => `${name}${extension}`);
  return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
