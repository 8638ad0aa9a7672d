import { existsSync, readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../src/base/errors.ts';
import { nearestName } from '../src/base/nearest-name.ts';

/** A story of `scenarios/`, found by its file. Reading it is up to whoever runs it. */
export interface CatalogScenario {
  /** The file's name without its extension; the story's own `scenario` key says the same. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
}

const EXTENSION = '.yaml';

/** Every story of `scenarios/`, by name. Coordinator side. */
export function allScenarios(): CatalogScenario[] {
  const folder = scenarioFolder();
  return readdirSync(folder)
    .filter((file) => extname(file) === EXTENSION)
    .map((file) => ({
      name: basename(file, EXTENSION),
      file: fileURLToPath(new URL(file, folder)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws {UsageError} for an unknown name, with the nearest known one */
export function findScenario(name: string): CatalogScenario {
  const scenarios = allScenarios();
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((scenario) => scenario.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `no scenario is named "${name}"`,
    `${nearest === null ? '' : `did you mean "${nearest}"? `}There are: ${names.join(', ')}`,
  );
}

/**
 * The stories are data, which a build does not copy: beside this file in the sources, and two folders
 * up from `dist/emulator` in a package or a checkout that was built.
 */
function scenarioFolder(): URL {
  const beside = new URL('./scenarios/', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../emulator/scenarios/', import.meta.url);
}
