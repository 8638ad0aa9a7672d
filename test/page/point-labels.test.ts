import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHARACTER_WIDTH } from '../../src/page/chart/fitted-text.ts';
import { pointLabels } from '../../src/page/chart/point-labels.ts';

const AREA = { left: 50, top: 20, right: 400, bottom: 220 };

describe('names beside points', () => {
  it('stand at the upper right where there is room', () => {
    const [label] = pointLabels([{ name: 'merged', x: 100, y: 100 }], AREA);
    expect(label).toMatchObject({ text: 'merged', x: 109, y: 89 });
  });

  it('go to the left at the right border', () => {
    const [label] = pointLabels([{ name: 'merged', x: 395, y: 100 }], AREA);
    expect(label?.x).toBeLessThan(395 - 6 * CHARACTER_WIDTH);
  });

  it('are left out where all places are taken, the first ones stay', () => {
    const crowd = Array.from({ length: 12 }, (_, n) => ({ name: `design-${n}`, x: 200, y: 100 }));
    const names = pointLabels(crowd, AREA).map(({ text }) => text);
    expect(names.length).toBeGreaterThan(3);
    expect(names.length).toBeLessThan(12);
    expect(names[0]).toBe('design-0');
  });

  it('never lie over each other or outside', () => {
    const place = fc.record({
      name: fc.string({ minLength: 1, maxLength: 24 }),
      x: fc.double({ min: AREA.left, max: AREA.right, noNaN: true }),
      y: fc.double({ min: AREA.top, max: AREA.bottom, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), (places) => {
        const boxes = pointLabels(places, AREA).map(({ text, x, y }) => ({
          left: x,
          right: x + [...text].length * CHARACTER_WIDTH,
          top: y - 9,
          bottom: y + 3,
        }));
        for (const [n, a] of boxes.entries()) {
          expect(a.left).toBeGreaterThanOrEqual(AREA.left);
          expect(a.right).toBeLessThanOrEqual(AREA.right);
          const over = boxes
            .slice(n + 1)
            .filter((b) => a.left < b.right && b.left < a.right)
            .filter((b) => a.top < b.bottom && b.top < a.bottom);
          expect(over).toEqual([]);
        }
      }),
    );
  });
});
