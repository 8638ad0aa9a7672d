import ts from 'typescript';
import { RUNTIME } from './runtime-name.ts';

const { factory } = ts;
/** How the sources name the shared words: `i32`, `memory.i32`, `this.#i32`. */
const SHARED_WORDS = /(^|[.#])i32$/;
const ASSIGNMENTS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsToken, '='],
  [ts.SyntaxKind.PlusEqualsToken, '+'],
  [ts.SyntaxKind.MinusEqualsToken, '-'],
  [ts.SyntaxKind.BarEqualsToken, '|'],
  [ts.SyntaxKind.AmpersandEqualsToken, '&'],
]);

/**
 * A plain read or write of a shared word, as a call of the runtime: it is no switch point, but what
 * was read is part of the reader's state, and what was written of the memory's.
 */
export function plainAccess(
  node: ts.Node,
  visit: (node: ts.Node) => ts.Node,
): ts.Expression | undefined {
  const expression = (of: ts.Expression) => ts.visitNode(of, visit) as ts.Expression;
  if (ts.isBinaryExpression(node) && isSharedWord(node.left)) {
    const operator = ASSIGNMENTS.get(node.operatorToken.kind);
    if (operator === undefined) return undefined;
    return access('write', node.left, expression, [text(operator), expression(node.right)]);
  }
  if (ts.isPostfixUnaryExpression(node) && isSharedWord(node.operand)) {
    return access('bump', node.operand, expression, [text(stepSign(node)), text('after')]);
  }
  if (ts.isPrefixUnaryExpression(node) && isSharedWord(node.operand) && isCounting(node)) {
    return access('bump', node.operand, expression, [text(stepSign(node)), text('before')]);
  }
  return isSharedWord(node) ? access('read', node, expression, []) : undefined;
}

/** `i32[index]`; the target of an assignment as well. */
export function isSharedWord(node: ts.Node): node is ts.ElementAccessExpression {
  return ts.isElementAccessExpression(node) && SHARED_WORDS.test(node.expression.getText());
}

function isCounting(node: ts.PrefixUnaryExpression): boolean {
  const { operator } = node;
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function stepSign(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): string {
  return node.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-';
}

function text(value: string): ts.Expression {
  return factory.createStringLiteral(value);
}

function access(
  name: string,
  word: ts.ElementAccessExpression,
  visit: (of: ts.Expression) => ts.Expression,
  rest: readonly ts.Expression[],
): ts.Expression {
  const runtime = factory.createIdentifier(RUNTIME);
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(runtime, name),
    undefined,
    [visit(word.expression), visit(word.argumentExpression), ...rest],
  );
}
