import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One source of the explored program; paths are relative to the root of the repository. */
export interface SourceModule {
  readonly path: string;
  readonly ast: ts.SourceFile;
  /** Its plain reads of shared words are steps, as its `Atomics` operations are. */
  readonly racing: boolean;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The given modules and all that they import at run time from this repository. */
export function readModules(entries: readonly string[], racing: readonly string[]): SourceModule[] {
  const found = new Map<string, SourceModule>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    const text = readFileSync(ROOT + path, 'utf8');
    const ast = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    found.set(path, { path, ast, racing: racing.includes(path) });
    for (const statement of ast.statements) {
      const specifier = runTimeSpecifier(statement);
      if (specifier !== undefined) visit(resolve(path, specifier));
    }
  };
  for (const entry of entries) visit(entry);
  for (const path of racing) if (!found.has(path)) throw new Error(`${path} is not explored`);
  return [...found.values()];
}

/** Path of what `specifier` names in the file `from`. */
export function resolve(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

function runTimeSpecifier(statement: ts.Statement): string | undefined {
  const isImport = ts.isImportDeclaration(statement);
  if (!isImport && !ts.isExportDeclaration(statement)) return undefined;
  const name = statement.moduleSpecifier;
  if (name === undefined || !ts.isStringLiteral(name) || !name.text.startsWith('.')) {
    return undefined;
  }
  const typeOnly = isImport
    ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    : statement.isTypeOnly;
  return typeOnly ? undefined : name.text;
}
