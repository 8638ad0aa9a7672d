import type ts from 'typescript';
import type { SourceUnit, TextUnit } from './source-unit.ts';

/** What a rule looks at: all committed texts, and the TypeScript sources among them. */
export interface House {
  readonly texts: readonly TextUnit[];
  readonly sources: readonly SourceUnit[];
}

/** One rule of the house. A violation is a line that names the place and what is wrong there. */
export interface Rule {
  readonly name: string;
  check(house: House): string[];
}

/** `path:line` of a node, as editors open it. */
export function placeOf(unit: SourceUnit, node: ts.Node): string {
  const { line } = unit.ast.getLineAndCharacterOfPosition(node.getStart(unit.ast));
  return `${unit.path}:${line + 1}`;
}
