import { Random } from '../../src/base/random.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const NOISE_LOCKS = 6;

/** Locks taken in their order, tries, readers: nothing that could get anybody stuck. */
function noise(random: Random): string[] {
  const first = random.below(NOISE_LOCKS - 1, 'first lock');
  const second = first + 1 + random.below(NOISE_LOCKS - 1 - first, 'second lock');
  switch (random.below(4, 'what')) {
    case 0:
      return ['work'];
    case 1:
      return ['read R', 'work', 'unread R'];
    case 2:
      return [`trylock N${first}`, `unlock N${first}`];
    default:
      return [`lock N${first}`, `lock N${second}`, `unlock N${second}`, `unlock N${first}`];
  }
}

/**
 * Threads that do much that has nothing to do with their deadlock: each of the first takes a lock and,
 * while it holds it, the next one's, in the middle of its noise; the others only make noise.
 */
export function noisyScenario(
  shape: { readonly threads: number; readonly cycle: number; readonly length: number },
  seed: number,
): Scenario {
  const random = new Random(seed);
  const noises = (count: number) => Array.from({ length: count }, () => noise(random)).flat();
  const half = shape.length >> 1;
  const threads = Array.from({ length: shape.threads }, (_, n): [string, string[]] => {
    const [own, next] = [`C${n}`, `C${(n + 1) % shape.cycle}`];
    const knot = [
      `lock ${own}`,
      ...noise(random),
      `lock ${next}`,
      `unlock ${next}`,
      `unlock ${own}`,
    ];
    return [`T${n}`, [...noises(half), ...(n < shape.cycle ? knot : []), ...noises(half)]];
  });
  const names = [
    ...Array.from({ length: shape.cycle }, (_, n) => `C${n}`),
    ...Array.from({ length: NOISE_LOCKS }, (_, n) => `N${n}`),
  ];
  const locks = { ...Object.fromEntries(names.map((name) => [name, 'mutex'])), R: 'rwsem' };
  const file = { scenario: 'noisy', locks, threads: Object.fromEntries(threads) };
  return readScenarioText(JSON.stringify(file, null, 1), 'noisy.json');
}
