import { UsageError } from '../base/errors.ts';
import type { Strategy } from './strategy.ts';
import { random } from './strategies/random.ts';

const STRATEGIES: readonly Strategy[] = [random];

/** @throws {UsageError} for a name that is not there */
export function findStrategy(name: string): Strategy {
  const found = STRATEGIES.find((strategy) => strategy.name === name);
  if (found !== undefined) return found;
  const known = STRATEGIES.map((strategy) => strategy.name).join(', ');
  throw new UsageError(`no strategy is named "${name}"`, `use one of: ${known}`);
}
