import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/random.ts';
import { type Comparison, compareTrials } from '../../src/compare/comparison.ts';
import { planCourse } from '../../src/compare/course-plan.ts';
import type { RatioVerdict } from '../../src/compare/ratio-verdict.ts';
import { shuffled } from '../../src/compare/shuffled.ts';
import { planOf, trialOf } from './fixtures/trials.ts';

/**
 * Throughput of i915-2018 and of a copy of it in the same block, recorded by `lockyard bench` on two
 * cores while nothing else ran, 38 blocks of each workload; the key is the workload. The second number
 * is the first times the ratio of the block.
 */
const RECORDED = JSON.parse(
  readFileSync(new URL('fixtures/recorded-pairs.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly (readonly [number, number])[]>>;

const RUNS = 100;
/** As many as a comparison has when nobody says otherwise. */
const BLOCKS = 12;
const COPY = 'copy of it';

/**
 * One comparison of a design with a copy of itself, that has `speed` times its throughput: recorded
 * pairs are dealt at random to the blocks of the floor and of the comparison, and within a pair to the
 * two copies.
 */
function comparison(pairs: readonly (readonly [number, number])[], speed: number, run: number) {
  const random = new Random(run);
  const plan = planOf({
    designs: ['i915-2018', COPY],
    workloads: ['mixed'],
    threads: [2],
    trials: BLOCKS,
    seed: run,
  });
  const dealt = shuffled(pairs, random).map(([a, b]) =>
    random.percent(50, 'sides') ? [a, b] : [b, a],
  );
  const trials = planCourse(plan).map((planned) => {
    const { phase, block, copy, cell } = planned;
    const pair = dealt[phase === 'floor' ? block : BLOCKS + block] ?? [];
    const isCopy = cell.design === COPY;
    const rate = pair[isCopy ? 1 : copy] ?? 0;
    return trialOf({ ...planned, latencyNs: {}, opsPerSecond: rate * (isCopy ? speed : 1) });
  });
  return compareTrials(plan, trials, 2);
}

function verdictOf({ cells }: Comparison): RatioVerdict | undefined {
  return cells.find(({ design }) => design === COPY)?.ratioToBaseline.verdict;
}

function count(pairs: readonly (readonly [number, number])[], speed: number): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (let run = 1; run <= RUNS; run++) {
    const verdict = verdictOf(comparison(pairs, speed, run));
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return counts;
}

describe.each(Object.entries(RECORDED))(
  '100 comparisons of recorded trials: %s',
  (_name, pairs) => {
    test('two copies of one design are the same, in at least 95', () => {
      const counts = count(pairs, 1);
      expect(counts.get('same') ?? 0).toBeGreaterThanOrEqual(95);
      expect((counts.get('slower') ?? 0) + (counts.get('faster') ?? 0)).toBeLessThanOrEqual(2);
    });

    test('a copy that takes 5 % longer is slower, never faster and never the same', () => {
      const counts = count(pairs, 1 / 1.05);
      expect(counts.get('slower') ?? 0).toBeGreaterThanOrEqual(95);
      expect(counts.get('faster')).toBeUndefined();
      expect(counts.get('same')).toBeUndefined();
    });
  },
);
