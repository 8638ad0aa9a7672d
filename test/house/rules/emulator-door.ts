import { importLines } from '../import-lines.ts';
import type { Rule } from '../rule.ts';

/** The instrument knows no buffers: only the command line opens the emulator. */
export const emulatorDoorRule: Rule = {
  name: 'nothing in src but src/cli imports emulator',
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      if (!unit.path.startsWith('src/') || unit.path.startsWith('src/cli/')) continue;
      for (const { specifier, target, line } of importLines(unit)) {
        if (target?.startsWith('emulator/') || specifier.startsWith('lockyard/emulator')) {
          violations.push(`${unit.path}:${line}: src knows no '${specifier}'`);
        }
      }
    }
    return violations;
  },
};
