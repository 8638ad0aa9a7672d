import { createRequire } from 'node:module';
import ts from 'typescript';
import type { Machine } from '../machine.ts';
import { createDirectAtomics, createRuntime } from '../runtime.ts';
import { RUNTIME } from './runtime-name.ts';
import { readModules, resolve, type SourceModule } from './source-module.ts';
import { stepTransform } from './step-transform.ts';
import { findSteppingFunctions } from './stepping-functions.ts';

/** Exports of the explored modules, by path; typed by who asks: `load<typeof import('…')>(path)`. */
export type Load = <M>(path: string) => M;

const COMPILED = new Map<string, ReadonlyMap<string, string>>();
const REQUIRE_BUILT_IN = createRequire(import.meta.url);

/**
 * Transforms the entry modules and all that they import, and evaluates them over a machine.
 * `constants` overrides module-level constants, for instance a spin budget of 4,000 by one of 1.
 */
export function loadModules(
  entries: readonly string[],
  constants: Readonly<Record<string, number>>,
  machine: Machine,
): Load {
  const codes = compiled(entries, constants);
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
function compiled(
  entries: readonly string[],
  constants: Readonly<Record<string, number>>,
): ReadonlyMap<string, string> {
  const key = JSON.stringify([entries, constants]);
  const known = COMPILED.get(key);
  if (known !== undefined) return known;
  const modules = readModules(entries);
  const overrides = checkedOverrides(modules, constants);
  const transform = stepTransform(findSteppingFunctions(modules), overrides);
  const codes = new Map(modules.map((module) => [module.path, compile(module, transform)]));
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
