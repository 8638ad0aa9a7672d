import { UsageError } from '../base/errors.ts';
import type { Strategy } from './strategy.ts';
import { bounded, depthFirst } from './strategies/depth-first.ts';
import { pct } from './strategies/pct.ts';
import { pos } from './strategies/pos.ts';
import { random } from './strategies/random.ts';
import { replay } from './strategies/replay.ts';
import { steer } from './strategies/steer.ts';
import { urw } from './strategies/urw.ts';

export const STRATEGIES: readonly Strategy[] = [
  steer,
  urw,
  random,
  pos,
  pct(2),
  pct(3),
  bounded,
  depthFirst,
  replay,
];

/** @throws {UsageError} for a name that is not there */
export function findStrategy(name: string): Strategy {
  const found = STRATEGIES.find((strategy) => strategy.name === name);
  if (found !== undefined) return found;
  const known = STRATEGIES.map((strategy) => strategy.name).join(', ');
  throw new UsageError(`no strategy is named "${name}"`, `use one of: ${known}`);
}
