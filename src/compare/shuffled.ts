import type { Random } from '../base/random.ts';

/** The same in a random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1, 'order');
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
