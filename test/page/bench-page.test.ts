import { beforeAll, describe, expect, test } from 'vitest';
import type { BenchPart } from '../../src/page/bench/bench-part.ts';
import { reportPage } from '../../src/page/page.ts';
import { countText, rateText } from '../../src/report/quantity.ts';
import { benchPart, benchPlan } from './fixtures/bench-ledger.ts';
import { type Element, allOf, byId, everyElement, tableIn, textIn, treeOf } from './markup-tree.ts';

let part: BenchPart;
let page: Element;
beforeAll(() => {
  part = benchPart();
  page = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [part] }));
});

const table = (id: string) => tableIn(byId(page, id));
const classed = (id: string, name: string) =>
  everyElement(byId(page, id)).filter(({ attributes }) =>
    (attributes.get('class') ?? '').split(' ').includes(name),
  );

describe('the page of a comparison', () => {
  test('answers first: a verdict for each design, workload and number of threads', () => {
    const [head, ...rows] = table('part1-verdicts');
    expect(head).toHaveLength(1 + 2 * 7);
    expect(head?.slice(0, 2)).toEqual(['design', 'mixed, 1 thread']);
    expect(rows.map(([design]) => design)).toEqual(['i915-2018', 'merged', 'ww-resv']);
    expect(rows[0]?.[1]).toContain('the baseline');
    const cell = part.comparison.cells.find(({ design }) => design === 'merged');
    const { median, low, high } = cell?.ratioToBaseline ?? { median: 0, low: 0, high: 0 };
    const ratio = `${median.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`;
    expect(rows[1]?.[1]).toBe(`▲ faster${ratio}${rateText(cell?.opsPerSecond.median ?? 0)}`);
    expect(rows[2]?.[4]).toMatch(/^▼ slower/);
  });

  test('says it in words too', () => {
    const items = allOf(byId(page, 'part1-verdicts'), 'li').map(textIn);
    expect(items).toEqual(['merged (one lock). On mixed: 66 % more.']);
  });

  test('shows the noise floor beside it', () => {
    const [, floors] = allOf(byId(page, 'part1-verdicts'), 'table');
    const text = floors === undefined ? '' : textIn(floors);
    expect(text).toContain('i915-2018 against itself');
    expect(text).toContain('reclaim-pressure, 12 threads');
  });

  test('says what could be told apart, not what would count on a quieter machine', () => {
    const floors = part.comparison.floors.map((floor) => ({ ...floor, resolution: 0.237 }));
    const comparison = { ...part.comparison, floors };
    const wide = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [{ ...part, comparison }] }));
    const [, floor] = allOf(byId(wide, 'part1-verdicts'), 'table');
    expect(floor === undefined ? '' : textIn(floor)).toMatch(/told from.*24 %/);
    const figure = byId(wide, 'part1-ratio4');
    expect(textIn(figure)).toContain('The grey band, 24 % to either side');
    const [narrow, broad] = [byId(page, 'part1-ratio4'), figure].map((of) => {
      const band = everyElement(of).find(({ attributes }) => attributes.get('class') === 'band');
      return Number(band?.attributes.get('width'));
    }) as [number, number];
    expect(broad).toBeGreaterThan(narrow);
  });

  test('has every ratio with its interval on the chart of its ground', () => {
    const rows = table('part1-ratio4').slice(1);
    const cells = part.comparison.cells.filter(
      ({ workload, threads }) => workload === 'mixed' && threads === 4,
    );
    expect(rows.map((row) => row.slice(0, 4))).toEqual(
      cells.map(({ design, ratioToBaseline: { median, low, high } }) => [
        design,
        ...[median, low, high].map((value) => value.toFixed(4)),
      ]),
    );
    expect(classed('part1-ratio4', 'band')).toHaveLength(1);
    expect(classed('part1-ratio4', 'reference')).toHaveLength(1);
    expect(classed('part1-ratio4', 'whisker')).toHaveLength(2);
  });

  test('has throughput against threads with every interval', () => {
    const cells = part.comparison.cells.filter(({ workload }) => workload === 'mixed');
    expect(table('part1-throughput1').slice(1)).toEqual(
      cells.map(({ design, threads, opsPerSecond: { median, low, high }, trials }) => [
        design,
        ...[threads, median, low, high, trials].map((value) =>
          typeof value === 'number' ? countText(value) : value,
        ),
      ]),
    );
    expect(classed('part1-throughput1', 'curve')).toHaveLength(3);
    expect(classed('part1-throughput1', 'whisker')).toHaveLength(cells.length);
    // 12 threads on 8 cores.
    expect(classed('part1-throughput1', 'hollow')).toHaveLength(3);
  });

  test('has the ideal line and the fit of each design, or why there is none', () => {
    const fitted = part.comparison.fits.filter(
      ({ workload, fit }) => workload === 'mixed' && fit.kind === 'fit',
    );
    expect(fitted.length).toBeGreaterThan(0);
    expect(classed('part1-scaling1', 'ideal')).toHaveLength(3);
    expect(classed('part1-scaling1', 'fit')).toHaveLength(fitted.length);
    for (const row of table('part1-scaling1').slice(1)) {
      expect(row[6] === '–' ? row[1] : row[6]).not.toBe('–');
    }
  });

  test('has latency by operation, a curve for each design and all percentiles', () => {
    const rows = table('part1-latency7').slice(1);
    expect(rows).toHaveLength(2 * 3);
    expect(rows[0]).toEqual([
      'fault',
      'i915-2018',
      '500',
      '1,200',
      '1,000',
      '2,000',
      '9,000',
      '9,000',
      '9,000',
      '1.00× (1.00–1.00)',
    ]);
    expect(classed('part1-latency7', 'curve')).toHaveLength(6);
  });

  test('has where the time went: parts of each bar make 100 %', () => {
    const [head, row] = table('part1-time1');
    expect(head?.slice(1, 5)).toEqual(['running', 'waiting', 'backing off', 'parked']);
    expect(row?.slice(1, 5)).toEqual(['60.00 %', '20.00 %', '5.00 %', '15.00 %']);
    const widths = classed('part1-time1', 'segment')
      .filter((segment) => allOf(segment, 'title').length > 0)
      .flatMap((segment) => allOf(segment, 'rect'))
      .map(({ attributes }) => Number(attributes.get('width')));
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(3 * 600, 0);
  });

  test('names the fastest of each ground, and says where that is not clear', () => {
    const rows = table('part1-winner').slice(1);
    expect(rows).toHaveLength(2 * 7);
    expect(rows.every(([, , fastest]) => fastest === 'merged')).toBe(true);
    const clear = rows.filter((row) => row[6] === 'yes').length;
    expect(classed('part1-winner', 'won')).toHaveLength(clear);
    expect(classed('part1-winner', 'tie')).toHaveLength(rows.length - clear);
  });

  test('has who waited for whom with the most threads', () => {
    expect(table('part1-contention1-1')[1]).toEqual([
      'reservation_ww_class_mutex',
      'lockAll (r.js:1)',
      'lockAll (r.js:1)',
      countText(5 * 120),
    ]);
  });
});

test('what the trials found stands beside the verdicts, a variant beside its design', () => {
  const plan = benchPlan({ threads: [4], variants: { merged: 'i915-2018' } });
  const { comparison, ...rest } = benchPart(plan);
  const stall = { type: 'stall', level: 'confirmed', summary: 'nothing moved', count: 3 } as const;
  const cells = comparison.cells.map((cell) =>
    cell.design === 'merged' ? { ...cell, findings: [stall] } : cell,
  );
  const found = { ...rest, comparison: { ...comparison, cells } };
  const tree = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [found] }));
  const tables = allOf(byId(tree, 'part1-verdicts'), 'table').map(textIn);
  expect(tables[2]).toContain('mergedmixed, 4 threadsstallconfirmed3nothing moved');
  const [head, , merged] = tableIn(byId(tree, 'part1-ratio1'));
  expect(head?.at(-1)).toBe('to the design it is a variant of');
  expect(merged?.at(-1)).toMatch(/^1\.6\d× /);
  expect(tableIn(byId(tree, 'part1-reclaim'))[1]).toEqual([
    'i915-2018',
    '1,000',
    '2,000',
    '3,000',
    '50',
    '1.00',
    '–',
  ]);
});

test('of one number of threads there is no curve over threads', () => {
  const plan = benchPlan({ threads: [4], workloads: ['mixed'] });
  const small = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [benchPart(plan, 2)] }));
  const ids = allOf(small, 'figure').map(({ attributes }) => attributes.get('id'));
  expect(ids).toContain('part1-ratio1');
  expect(ids.filter((id) => /throughput|scaling|winner/.test(id ?? ''))).toEqual([]);
});
