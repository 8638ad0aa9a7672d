import { posix } from 'node:path';
import ts from 'typescript';
import { placeOf, type Rule } from '../rule.ts';

/** Drawers: whatever is put there has a better name. */
const BANNED_WORDS = new Set([
  ...['util', 'utils', 'helper', 'helpers', 'common'],
  ...['manager', 'managers', 'type', 'types', 'misc'],
]);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/;

export const fileNamesRule: Rule = {
  name: 'files have kebab-case names, and none is a drawer',
  check({ sources }) {
    return sources.flatMap(({ path }) => {
      const name = posix.basename(path);
      const words = name.split(/[-.]/);
      if (words.some((word) => BANNED_WORDS.has(word))) return [`${path}: a drawer`];
      return KEBAB.test(name) ? [] : [`${path}: not kebab-case`];
    });
  },
};

export const interfaceNamesRule: Rule = {
  name: 'no I-prefixed interfaces',
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      const visit = (node: ts.Node): void => {
        const named = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
        if (named && /^I[A-Z][a-z]/.test(node.name.text)) {
          violations.push(`${placeOf(unit, node)}: ${node.name.text}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(unit.ast);
    }
    return violations;
  },
};
