import { basename, extname } from 'node:path';
import { findScenario } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import { readScenarioFile } from '../scenario/read/read-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { judgeTrace } from './stress-scenario-trace.ts';

/** A scenario as it was asked for. */
export interface ChosenScenario {
  /** Path of a file, or name of a story. */
  readonly given: string;
  /** The variant to run. */
  readonly scenario: Scenario;
  readonly fixed: boolean;
}

/**
 * Reads all scenarios before any is run: paths of files, and names of the catalogue's stories.
 *
 * @throws {UsageError} for the first that is not there, cannot be read, or has no mended variant
 */
export function chooseScenarios(given: readonly string[], fixed: boolean): ChosenScenario[] {
  return given.map((nameOrPath) => {
    const read = readScenarioFile(pathOf(nameOrPath));
    for (const variant of [read, read.fixed]) {
      // What is wrong with a trace shows only as it is judged.
      if (variant?.trace !== undefined) judgeTrace(variant, variant.trace);
    }
    return { given: nameOrPath, fixed, scenario: fixed ? fixedOf(read) : read };
  });
}

/** A bare word is the name of a story; whatever looks like a path is one. */
function pathOf(nameOrPath: string): string {
  if (nameOrPath === '') throw new UsageError('a scenario has an empty name', 'name a file');
  const bare = basename(nameOrPath) === nameOrPath && extname(nameOrPath) === '';
  if (!bare) return nameOrPath;
  try {
    return findScenario(nameOrPath).file;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message, `${error.mend}; a file is named by its path and extension`);
  }
}

function fixedOf({ name, file, fixed }: Scenario): Scenario {
  if (fixed !== undefined) return fixed;
  throw new UsageError(
    `${file}: the scenario ${name} has no mended variant`,
    'add `fixed:` to the file, or leave out --fixed',
  );
}
