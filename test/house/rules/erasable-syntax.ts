import ts from 'typescript';
import { placeOf, type Rule } from '../rule.ts';

/** Node runs these sources by erasing their types; an enum or a namespace is code. */
export const erasableSyntaxRule: Rule = {
  name: 'no enum, no namespace',
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      const visit = (node: ts.Node): void => {
        if (ts.isEnumDeclaration(node)) violations.push(`${placeOf(unit, node)}: enum`);
        if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) {
          if (node.name.text !== 'global') violations.push(`${placeOf(unit, node)}: namespace`);
        }
        ts.forEachChild(node, visit);
      };
      visit(unit.ast);
    }
    return violations;
  },
};
