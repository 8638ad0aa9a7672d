import { Random } from '../base/random.ts';
import { shuffled } from './shuffled.ts';

/** One of those that take turns, at one workload; `round` is drawn from, for all of a round the same. */
export interface Turn {
  readonly entrant: number;
  readonly workload: number;
  readonly round: number;
}

/**
 * Rounds of turns: in each, every workload once, in random order, with all entrants one right after
 * the other, in random order. What a machine does to all of a round alike, cancels in their ratios.
 */
export function turnsOf(rounds: number, entrants: number, workloads: number, seed: number): Turn[] {
  const random = new Random(seed);
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  return numbers(rounds).flatMap((round) =>
    shuffled(numbers(workloads), random).flatMap((workload) =>
      shuffled(numbers(entrants), random).map((entrant) => ({ entrant, workload, round })),
    ),
  );
}
