import { importLines } from '../import-lines.ts';
import { roomOf } from '../import-table.ts';
import type { Rule } from '../rule.ts';

/** Whatever the table says, these never run in a thread of the stack. */
const BANNED_PACKAGES = /^(piscina|async-mutex|node:fs(\/.*)?|fs(\/.*)?)$/;
const BANNED_ROOMS = /^src\/(run|report)\//;
/** The swap file is a real file, read and written by the thread that reclaims. */
const FILE_USERS = new Set(['emulator/swap.ts', 'src/thread/cpu-account.ts']);

export const threadSideImportsRule: Rule = {
  name: 'thread-side code never imports piscina, async-mutex, node:fs, run or report',
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      if (roomOf(unit.path)?.side !== 'thread') continue;
      for (const { specifier, target, typeOnly, line } of importLines(unit)) {
        const banned =
          target === undefined
            ? BANNED_PACKAGES.test(specifier) && !FILE_USERS.has(unit.path)
            : BANNED_ROOMS.test(target) && !typeOnly;
        if (banned) violations.push(`${unit.path}:${line}: a thread never imports '${specifier}'`);
      }
    }
    return violations;
  },
};
