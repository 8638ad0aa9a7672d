import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CycleArc, type FeedbackArcs, feedbackArcs } from '../../src/predict/feedback-arcs.ts';

/** A cycle through the classes, in letters; a digit after a class: sites of the arc that leaves it. */
function cycle(text: string): CycleArc[] {
  const steps = [...text.matchAll(/([A-Z])(\d*)/g)].map(([, name, sites]) => ({
    name: name as string,
    sites: Number(sites) || 1,
  }));
  return steps.map(({ name, sites }, i) => ({
    from: name,
    to: (steps[(i + 1) % steps.length] as (typeof steps)[0]).name,
    sites,
  }));
}

const told = ({ arcs }: FeedbackArcs) => arcs.map(({ from, to }) => `${from}>${to}`).join(' ');

describe('the arcs to cut', () => {
  it('are none without a cycle', () => {
    expect(feedbackArcs([])).toEqual({ arcs: [], sites: 0, sitesLeast: 0 });
  });

  it('are the cheaper of two, or the first by name', () => {
    expect(feedbackArcs([cycle('A3B1')])).toEqual({
      arcs: [{ from: 'B', to: 'A', sites: 1, cycles: 1 }],
      sites: 1,
      sitesLeast: 1,
    });
    expect(told(feedbackArcs([cycle('BA')]))).toBe('A>B');
  });

  it('are, of equals, the one that is cut least reluctantly', () => {
    const [first, second] = cycle('AB') as [CycleArc, CycleArc];
    expect(told(feedbackArcs([[{ ...first, reluctance: 1 }, second]]))).toBe('B>A');
    expect(told(feedbackArcs([[first, { ...second, reluctance: 1 }]]))).toBe('A>B');
    expect(
      told(
        feedbackArcs([
          [
            { ...first, reluctance: 1 },
            { ...second, sites: 2 },
          ],
        ]),
      ),
    ).toBe('A>B');
  });

  it('are one where all cycles meet, even if it costs more than one of them', () => {
    const found = feedbackArcs([cycle('A2B1'), cycle('A2BC1'), cycle('A2BD1')]);
    expect(told(found)).toBe('A>B');
    expect(found.arcs[0]?.cycles).toBe(3);
  });

  it('are ranked by what they break for their sites', () => {
    const cycles = [cycle('A4B9'), cycle('C1D9'), cycle('E2FG'), cycle('E2FH')];
    expect(told(feedbackArcs(cycles))).toBe('C>D E>F A>B');
  });

  it('are better than greedy ones', () => {
    // Greedy takes the arc in the middle first, and then needs two more.
    const cycles = ['AXMY', 'AXMYB', 'PQMY', 'PQMYR', 'AXE', 'PQF'].map(cycle);
    expect(told(feedbackArcs(cycles))).toBe('A>X P>Q');
  });

  it('may be a recursion', () => {
    expect(told(feedbackArcs([cycle('A'), cycle('AB')]))).toBe('A>A A>B');
  });
});

/** All sets of arcs. */
function cheapest(cycles: readonly CycleArc[][]): { sites: number; arcs: string[] } {
  const sites = new Map<string, number>();
  for (const { from, to, sites: count } of cycles.flat()) {
    sites.set(`${from}>${to}`, Math.max(count, sites.get(`${from}>${to}`) ?? 0));
  }
  const names = [...sites.keys()].sort();
  let best: { sites: number; arcs: string[] } | undefined;
  for (let set = 0; set < 2 ** names.length; set++) {
    const arcs = names.filter((_, i) => (set & (2 ** i)) !== 0);
    const breaks = cycles.every((each) =>
      each.some(({ from, to }) => arcs.includes(`${from}>${to}`)),
    );
    if (!breaks) continue;
    const cost = arcs.reduce((sum, arc) => sum + (sites.get(arc) as number), 0);
    const order = [cost, arcs.length, ...arcs.map((arc) => names.indexOf(arc))];
    const bestOrder = best && [
      best.sites,
      best.arcs.length,
      ...best.arcs.map((a) => names.indexOf(a)),
    ];
    if (bestOrder === undefined || isLess(order, bestOrder)) best = { sites: cost, arcs };
  }
  return best ?? { sites: 0, arcs: [] };
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

it('is the set that trying all sets finds', () => {
  const arcs = fc.constantFrom('A', 'B', 'C', 'D');
  const cycles = fc.array(
    fc.uniqueArray(arcs, { minLength: 1, maxLength: 4 }).chain((names) =>
      fc
        .array(fc.integer({ min: 1, max: 3 }), {
          minLength: names.length,
          maxLength: names.length,
        })
        .map((costs) => cycle(names.map((name, i) => `${name}${costs[i]}`).join(''))),
    ),
    { maxLength: 7 },
  );
  fc.assert(
    fc.property(cycles, (each) => {
      const found = feedbackArcs(each);
      const expected = cheapest(each);
      expect(found.sites).toBe(expected.sites);
      expect(found.sitesLeast).toBe(expected.sites);
      expect(found.arcs.map(({ from, to }) => `${from}>${to}`).sort()).toEqual(expected.arcs);
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('ends where there are too many cycles to try all sets, and says how far it may be off', () => {
  const name = (i: number) => `c${String(i).padStart(2, '0')}`;
  const cycles: CycleArc[][] = [];
  for (let i = 0; i < 30; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < j; k++) {
        const classes = [i, j, k];
        cycles.push(
          classes.map((from, at) => ({
            from: name(from),
            to: name(classes[(at + 1) % 3] as number),
            sites: 1 + ((i * 7 + j * 5 + k * 3 + at) % 4),
          })),
        );
      }
    }
  }
  const { arcs, sites, sitesLeast } = feedbackArcs(cycles);
  const cut = new Set(arcs.map(({ from, to }) => `${from}>${to}`));
  expect(cycles.every((each) => each.some(({ from, to }) => cut.has(`${from}>${to}`)))).toBe(true);
  expect(sitesLeast).toBeGreaterThan(0);
  expect(sitesLeast).toBeLessThan(sites);
});
