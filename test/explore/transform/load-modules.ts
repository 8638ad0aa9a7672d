import { createRequire } from 'node:module';
import ts from 'typescript';
import type { Exploration } from '../exploration.ts';
import type { Machine } from '../machine.ts';
import { createDirectAtomics, createRuntime } from '../runtime.ts';
import { RUNTIME } from './runtime-name.ts';
import { readModules, resolve, type SourceModule } from './source-module.ts';
import { stepTransform } from './step-transform.ts';
import { findSteppingFunctions } from './stepping-functions.ts';

/** What to explore, and how. */
type Explored = Pick<Exploration<never>, 'modules' | 'constants' | 'racing'>;

/** Exports of the explored modules, by path; typed by who asks: `load<typeof import('…')>(path)`. */
export type Load = <M>(path: string) => M;

const COMPILED = new Map<string, ReadonlyMap<string, string>>();
const REQUIRE_BUILT_IN = createRequire(import.meta.url);

/**
 * Transforms the entry modules and all that they import, and evaluates them over a machine.
 * `constants` overrides module-level constants, for instance a spin budget of 4,000 by one of 1.
 */
export function loadModules(explored: Explored, machine: Machine): Load {
  const codes = compiled(explored);
  const evaluated = new Map<string, Record<string, unknown>>();
  const runtime = createRuntime(machine);
  const atomics = createDirectAtomics(machine);
  const clock = { now: () => machine.clockMs(), timeOrigin: 0 };

  const evaluate = (path: string): Record<string, unknown> => {
    const known = evaluated.get(path);
    if (known !== undefined) return known;
    const code = codes.get(path);
    if (code === undefined) throw new Error(`${path} is not among the explored modules`);
    const exports = {};
    evaluated.set(path, exports);
    const requireFrom = (specifier: string): unknown =>
      specifier.startsWith('.') ? evaluate(resolve(path, specifier)) : REQUIRE_BUILT_IN(specifier);
    const names = ['exports', 'require', RUNTIME, 'Atomics', 'performance'];
    new Function(...names, code)(exports, requireFrom, runtime, atomics, clock);
    return exports;
  };
  return <M>(path: string) => evaluate(path) as M;
}

/** Path -> JavaScript; the same program is explored many times in a test file. */
function compiled({
  modules: entries,
  constants = {},
  racing = [],
}: Explored): ReadonlyMap<string, string> {
  const key = JSON.stringify([entries, constants, racing]);
  const known = COMPILED.get(key);
  if (known !== undefined) return known;
  const modules = readModules(entries, racing);
  const overrides = checkedOverrides(modules, constants);
  const stepping = findSteppingFunctions(modules);
  const codes = new Map(
    modules.map((module) => {
      const transform = stepTransform(stepping, overrides, module.racing);
      return [module.path, compile(module, transform)];
    }),
  );
  COMPILED.set(key, codes);
  return codes;
}

function compile(
  { path, ast }: SourceModule,
  transform: ts.TransformerFactory<ts.SourceFile>,
): string {
  const transformed = ts.transform(ast, [transform]).transformed[0] as ts.SourceFile;
  const typed = ts.createPrinter().printFile(transformed);
  const { outputText } = ts.transpileModule(typed, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      verbatimModuleSyntax: false,
    },
  });
  return `${outputText}\n//# sourceURL=explored/${path}`;
}

/** An override of a constant that is not there would explore something else than meant. */
function checkedOverrides(
  modules: readonly SourceModule[],
  constants: Readonly<Record<string, number>>,
): Map<string, number> {
  const text = modules.map(({ ast }) => ast.text).join('\n');
  for (const name of Object.keys(constants)) {
    if (!new RegExp(`^(export )?const ${name}\\b`, 'm').test(text)) {
      throw new Error(`no explored module has a constant ${name}`);
    }
  }
  return new Map(Object.entries(constants));
}
