import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortestList } from '../../src/explore/shrink-list.ts';

const never = () => false;

describe('the shortest list', () => {
  test('is what the test needs, wherever that stands, and in its order', async () => {
    const list = fc.uniqueArray(fc.nat(1000), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(list, fc.func(fc.boolean())), async ([all, isNeeded]) => {
        const needed = all.filter((entry) => isNeeded(entry));
        const passes = async (kept: readonly number[]) => needed.every((n) => kept.includes(n));
        expect(await shortestList(all, passes, never)).toEqual(needed);
      }),
    );
  });

  test('passes whatever the test is, and none of its entries can be left out', async () => {
    const list = fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(list, fc.func(fc.boolean()), async (all, draw) => {
        const test = (kept: readonly number[]) => kept.length === all.length || draw(kept.join());
        const shortest = await shortestList(all, async (kept) => test(kept), never);
        expect(test(shortest)).toBe(true);
        if (shortest.length < 2) return;
        for (const entry of shortest) {
          expect(test(shortest.filter((other) => other !== entry))).toBe(false);
        }
      }),
    );
  });

  test('takes few tries where little is needed', async () => {
    const all = Array.from({ length: 1024 }, (_, n) => n);
    let tries = 0;
    const passes = async (kept: readonly number[]) => {
      tries++;
      return kept.includes(100) && kept.includes(900);
    };
    expect(await shortestList(all, passes, never)).toEqual([100, 900]);
    expect(tries).toBeLessThan(60);
  });

  test('ends early with the shortest so far', async () => {
    const all = Array.from({ length: 64 }, (_, n) => n);
    let tries = 0;
    const passes = async (kept: readonly number[]) => ++tries > 0 && kept.includes(3);
    const shortest = await shortestList(all, passes, () => tries >= 3);
    expect(tries).toBe(3);
    expect(shortest).toContain(3);
    expect(shortest.length).toBeLessThan(64);
  });
});
