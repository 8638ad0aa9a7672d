import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceUnit } from './source-unit.ts';

/** One dependency of a file, as its import lines state it. */
export interface ImportLine {
  readonly specifier: string;
  /** Path of the imported file from the root; undefined for packages and built-ins. */
  readonly target: string | undefined;
  /** Erased at run time: `import type`, `export type … from`, `import('…')` in a type. */
  readonly typeOnly: boolean;
  /** `import()`: loaded later, so it closes no cycle at start. */
  readonly dynamic: boolean;
  /** 1-based. */
  readonly line: number;
}

/** The import and re-export lines of a file, in order, with its literal dynamic imports. */
export function importLines(unit: SourceUnit): ImportLine[] {
  const found: ImportLine[] = [];
  const add = (node: ts.Node, name: ts.Node | undefined, typeOnly: boolean, dynamic: boolean) => {
    if (name === undefined || !ts.isStringLiteralLike(name)) return;
    const line = unit.ast.getLineAndCharacterOfPosition(node.getStart(unit.ast)).line + 1;
    const target = targetOf(unit.path, name.text);
    found.push({ specifier: name.text, target, typeOnly, dynamic, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const phase = node.importClause?.phaseModifier;
      add(node, node.moduleSpecifier, phase === ts.SyntaxKind.TypeKeyword, false);
    }
    if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly, false);
    if (ts.isImportTypeNode(node)) {
      add(
        node,
        ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined,
        true,
        false,
      );
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(unit.ast);
  return found;
}

function targetOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}
