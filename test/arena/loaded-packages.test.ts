import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importLines } from '../house/import-lines.ts';
import { parseUnit } from '../house/source-unit.ts';

/** Packages and built-ins that a module loads, and what it imports in turn. */
function loaded(path: string, seen = new Set<string>(), packages = new Set<string>()) {
  if (seen.has(path)) return packages;
  seen.add(path);
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  for (const { specifier, target, typeOnly } of importLines(parseUnit(path, text))) {
    if (typeOnly) continue;
    if (target === undefined) packages.add(specifier);
    else loaded(target, seen, packages);
  }
  return packages;
}

it('a worker that imports the package loads nothing of the crew and of the command line', () => {
  expect([...loaded('src/index.ts')].sort()).toEqual(['node:process']);
});

it('the same search finds what the crew loads', () => {
  expect([...loaded('src/run/crew.ts')]).toContain('piscina');
});
