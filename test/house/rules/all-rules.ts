import type { Rule } from '../rule.ts';
import { coordinatorBlockingRule } from './coordinator-blocking.ts';
import { emulatorDoorRule } from './emulator-door.ts';
import { erasableSyntaxRule } from './erasable-syntax.ts';
import { importCyclesRule } from './import-cycles.ts';
import { importTableRule } from './import-table.ts';
import { machinePathsRule } from './machine-paths.ts';
import { fileNamesRule, interfaceNamesRule } from './names.ts';
import { fileSizeRule, functionSizeRule, medianFileRule } from './sizes.ts';
import { threadSideImportsRule } from './thread-side-imports.ts';

export const ALL_RULES: readonly Rule[] = [
  importTableRule,
  threadSideImportsRule,
  emulatorDoorRule,
  importCyclesRule,
  coordinatorBlockingRule,
  fileSizeRule,
  medianFileRule,
  functionSizeRule,
  fileNamesRule,
  interfaceNamesRule,
  erasableSyntaxRule,
  machinePathsRule,
];
