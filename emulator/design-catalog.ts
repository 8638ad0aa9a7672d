import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../src/base/errors.ts';
import { loadDesign } from './load-design.ts';
import type { LockingDesign } from './locking-design.ts';
import { modulesOfFolder } from './module-folder.ts';
import { nearestName } from '../src/base/nearest-name.ts';

/** A design and the module that the threads load it from. */
export interface CatalogDesign {
  readonly design: LockingDesign;
  readonly url: string;
}

/** Every design of `designs/`, by name. Coordinator side. */
export async function allDesigns(): Promise<CatalogDesign[]> {
  const modules = modulesOfFolder('designs', import.meta.url);
  return Promise.all(modules.map(async ({ url }) => ({ design: await loadDesign(url), url })));
}

/**
 * A design by its name, or by the path of a file of the user's own (`./my-design.js`, `.mjs`).
 *
 * @throws {UsageError} for an unknown name (with the nearest known one), a missing file, or a file
 *   that is no design
 */
export async function findDesign(nameOrPath: string): Promise<CatalogDesign> {
  if (isPath(nameOrPath)) return designOfFile(nameOrPath);
  const modules = modulesOfFolder('designs', import.meta.url);
  const found = modules.find(({ name }) => name === nameOrPath);
  if (found !== undefined) return { design: await loadDesign(found.url), url: found.url };
  const names = modules.map(({ name }) => name);
  const nearest = nearestName(nameOrPath, names);
  throw new UsageError(
    `no design is named "${nameOrPath}"`,
    `${nearest === null ? '' : `did you mean "${nearest}"? `}There are: ${names.join(', ')}`,
  );
}

async function designOfFile(path: string): Promise<CatalogDesign> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new UsageError(
      `there is no file ${path}`,
      'give the path of a design, for example ./my-design.js, or a name of `list designs`',
    );
  }
  const url = pathToFileURL(file).href;
  return { design: await loadDesign(url), url };
}

function isPath(nameOrPath: string): boolean {
  return /[\\/]/.test(nameOrPath) || ['.js', '.mjs', '.ts'].includes(extname(nameOrPath));
}
