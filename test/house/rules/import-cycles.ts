import { importLines } from '../import-lines.ts';
import type { Rule } from '../rule.ts';
import type { SourceUnit } from '../source-unit.ts';

/** Modules that wait for each other at start. Types and `import()` do not take part. */
export const importCyclesRule: Rule = {
  name: 'no import cycles',
  check({ sources }) {
    const next = new Map(sources.map((unit) => [unit.path, startImports(unit)]));
    const done = new Set<string>();
    const violations: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      const start = trail.indexOf(path);
      if (start >= 0) violations.push([...trail.slice(start), path].join(' -> '));
      if (start >= 0 || done.has(path)) return;
      for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of next.keys()) visit(path, []);
    return violations;
  },
};

function startImports(unit: SourceUnit): string[] {
  return importLines(unit).flatMap(({ target, typeOnly, dynamic }) =>
    target === undefined || typeOnly || dynamic ? [] : [target],
  );
}
