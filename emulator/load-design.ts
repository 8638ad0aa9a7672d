import { UsageError } from '../src/base/errors.ts';
import { checkDesign } from './design-shape.ts';
import type { LockingDesign } from './locking-design.ts';

/**
 * Imports a design by the URL of its module: the export named `design`, or the default one. Both
 * sides use it: the coordinator to read what the design says of itself, each thread for its guards.
 *
 * @throws {UsageError} when the module cannot be loaded or exports no design
 */
export async function loadDesign(url: string): Promise<LockingDesign> {
  const exported = await importModule(url);
  return checkDesign(exported['design'] ?? exported['default'], shortName(url));
}

async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(url)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `cannot load the design ${shortName(url)}: ${reason}`,
      'a design is an ES module in JavaScript (.js in a package of "type": "module", or .mjs)',
    );
  }
}

function shortName(url: string): string {
  return decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
}
