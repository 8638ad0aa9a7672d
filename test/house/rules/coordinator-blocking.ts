import ts from 'typescript';
import { roomOf } from '../import-table.ts';
import { placeOf, type Rule } from '../rule.ts';

/** The coordinator keeps its event loop turning: it may look at locks, never wait for one. */
export const coordinatorBlockingRule: Rule = {
  name: 'coordinator-side code never blocks',
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      if (roomOf(unit.path)?.side !== 'coordinator') continue;
      const visit = (node: ts.Node): void => {
        if (blocks(node)) violations.push(`${placeOf(unit, node)}: the coordinator never blocks`);
        ts.forEachChild(node, visit);
      };
      visit(unit.ast);
    }
    return violations;
  },
};

/** `Atomics.wait` in any use, and every call of a method named acquire…; try forms do not block. */
function blocks(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Atomics.wait') return true;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return /^acquire/.test(node.expression.name.text);
}
