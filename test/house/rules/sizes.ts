import ts from 'typescript';
import { placeOf, type Rule } from '../rule.ts';
import type { SourceUnit } from '../source-unit.ts';

const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 45;
const MEDIAN_FILE_LINES_MAX = 100;

export const fileSizeRule: Rule = {
  name: `no file over ${FILE_LINES_MAX} lines`,
  check({ sources }) {
    return sources
      .filter((unit) => lineCount(unit.text) > FILE_LINES_MAX)
      .map((unit) => `${unit.path}: ${lineCount(unit.text)} lines`);
  },
};

export const medianFileRule: Rule = {
  name: `the median file has at most ${MEDIAN_FILE_LINES_MAX} lines`,
  check({ sources }) {
    const lines = sources.map((unit) => lineCount(unit.text)).sort((a, b) => a - b);
    const median = lines[Math.floor((lines.length - 1) / 2)] ?? 0;
    return median > MEDIAN_FILE_LINES_MAX ? [`the median file has ${median} lines`] : [];
  },
};

/** Doc comments lie before a function and do not count; a `describe` block is a chapter. */
export const functionSizeRule: Rule = {
  name: `no function over ${FUNCTION_LINES_MAX} lines`,
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      const visit = (node: ts.Node): void => {
        if (ts.isFunctionLike(node) && !isDescribeBlock(node)) {
          const lines = linesOf(unit, node);
          if (lines > FUNCTION_LINES_MAX) violations.push(`${placeOf(unit, node)}: ${lines} lines`);
        }
        ts.forEachChild(node, visit);
      };
      visit(unit.ast);
    }
    return violations;
  },
};

function isDescribeBlock(node: ts.Node): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && /^describe\b/.test(call.expression.getText());
}

function linesOf(unit: SourceUnit, node: ts.Node): number {
  const first = unit.ast.getLineAndCharacterOfPosition(node.getStart(unit.ast)).line;
  return unit.ast.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1;
}

function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}
