import type { Rule } from '../rule.ts';

/** Built from pieces, so that this file and its samples stay within the rule. */
const HOMES = ['work', 'root', 'home', 'Users'].join('|');
const MACHINE_PATH = new RegExp(String.raw`(^|[\s"'\x60(=:,])(file://)?/(${HOMES})/`);
const REGISTRY_HOST = /\b(registry|npm|pypi|proxy)\.[a-z0-9-]+\.(org|com|net|io|dev|internal)\b/;

/** Committed text speaks of the project alone, never of the machine that it was written on. */
export const machinePathsRule: Rule = {
  name: 'no machine paths and no registry hosts in committed text',
  check({ texts }) {
    const violations: string[] = [];
    for (const { path, text } of texts) {
      for (const [index, line] of text.split('\n').entries()) {
        if (MACHINE_PATH.test(line)) violations.push(`${path}:${index + 1}: a machine path`);
        if (REGISTRY_HOST.test(line)) violations.push(`${path}:${index + 1}: a registry host`);
      }
    }
    return violations;
  },
};
