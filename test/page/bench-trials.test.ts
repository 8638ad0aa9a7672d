import { beforeAll, describe, expect, test } from 'vitest';
import type { BenchPart } from '../../src/page/bench/bench-part.ts';
import { measuredOnce } from '../../src/compare/measured-once.ts';
import { reportPage } from '../../src/page/page.ts';
import { benchPart, benchPlan } from './fixtures/bench-ledger.ts';
import { type Element, allOf, byId, everyElement, tableIn, textIn, treeOf } from './markup-tree.ts';

const WORKLOADS = ['mixed:section=100us', 'mixed:section=10us'];
let part: BenchPart;
let page: Element;
beforeAll(() => {
  part = benchPart(benchPlan({ workloads: WORKLOADS, threads: [1, 4], trials: 6 }));
  page = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [part] }));
});

const classed = (id: string, name: string) =>
  everyElement(byId(page, id)).filter(({ attributes }) =>
    (attributes.get('class') ?? '').split(' ').includes(name),
  );
/** The second ground: 100 us, 4 threads. */
const GROUND = 2;

describe('every trial', () => {
  test('is drawn once, block after block, those of the floor hollow', () => {
    const mine = part.trials.filter(
      ({ cell, phase }) =>
        cell.workload === WORKLOADS[0] &&
        cell.threads === 4 &&
        // The baseline's own is the two copies of the floor.
        (cell.design !== part.baseline || phase === 'floor'),
    );
    const rows = tableIn(byId(page, `part1-trial${GROUND}`)).slice(1);
    expect(rows.map(([trial, design]) => [Number(trial), design])).toEqual(
      mine.map(({ trial, cell }) => [trial + 1, cell.design]),
    );
    expect(classed(`part1-trial${GROUND}`, 'mark')).toHaveLength(mine.length);
    const floor = mine.filter(({ phase }) => phase === 'floor');
    expect(classed(`part1-trial${GROUND}`, 'hollow')).toHaveLength(floor.length);
    expect(floor).toHaveLength(2 * 6);
  });

  test('has the one of the baseline where nothing else is left of it', () => {
    const trials = part.trials.filter(({ phase, block }) => phase !== 'floor' || block > 0);
    const found = measuredOnce(trials, part.baseline).filter(({ block }) => block === 0);
    expect(found.map(({ phase }) => phase)).toEqual(Array(found.length).fill('compare'));
    expect(found.filter(({ cell }) => cell.design === part.baseline)).toHaveLength(2 * 2);
  });

  test('claims no order within a block', () => {
    const figure = byId(page, `part1-trial${GROUND}`);
    expect(textIn(figure)).toContain('so only the blocks have an order in time');
    expect(textIn(figure)).not.toContain('in which they were measured');
    const one = benchPart(benchPlan({ workloads: WORKLOADS, threads: [4], trials: 1 }));
    const single = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [one] }));
    expect(textIn(byId(single, 'part1-trial1'))).toContain('One block alone does not tell.');
  });

  test('says how far the machine drifted', () => {
    const slower = part.trials.map((trial) => ({
      ...trial,
      opsPerSecond: trial.opsPerSecond * (1 - trial.trial / 200),
    }));
    const drifting = treeOf(
      reportPage({ tool: 'lockyard 0.1.0', parts: [{ ...part, trials: slower }] }),
    );
    const [drift] = /first: 0\.\d\d×/.exec(textIn(byId(drifting, `part1-trial${GROUND}`))) ?? [];
    expect(Number(drift?.slice(7, -1))).toBeLessThan(0.8);
    expect(textIn(byId(page, `part1-trial${GROUND}`))).toMatch(/first: (1\.0[01]|0\.99)×/);
  });
});

describe('throughput for CPU time', () => {
  test('has each design with both intervals, and those that none beats', () => {
    const rows = tableIn(byId(page, `part1-cpu${GROUND}`)).slice(1);
    expect(rows.map((row) => row[0])).toEqual(['i915-2018', 'merged', 'ww-resv']);
    const [, cpu, low, high] = rows[1]?.map((cell) => Number(cell.replaceAll(',', ''))) ?? [];
    const cell = part.comparison.cells.find(
      (one) => one.design === 'merged' && one.workload === WORKLOADS[0] && one.threads === 4,
    );
    const ns = 1e9 / (cell?.opsPerSecond.median ?? 1);
    expect(cpu).toBeGreaterThan(0.9 * ns);
    expect(cpu).toBeLessThan(1.1 * ns);
    expect(low).toBeLessThanOrEqual(cpu as number);
    expect(high).toBeGreaterThanOrEqual(cpu as number);
    // One is both faster and cheaper than the others.
    expect(rows.map((row) => row[7])).toEqual(['yes', 'no', 'yes']);
  });
});

describe('what each worker got', () => {
  test('is a dot for each worker, as a multiple of an even share', () => {
    const rows = tableIn(byId(page, `part1-fairness${GROUND}`)).slice(1);
    expect(rows.slice(0, 2)).toEqual([
      ['i915-2018', 'importer-0', '18,000', '1.500'],
      ['i915-2018', 'exporter-0', '6,000', '0.500'],
    ]);
    expect(classed(`part1-fairness${GROUND}`, 'mark')).toHaveLength(rows.length);
  });
});

describe('a setting at several values', () => {
  test('is an axis, by value', () => {
    const ticks = allOf(byId(page, 'part1-axis1'), 'text').map(textIn);
    expect(ticks.slice(0, 2)).toEqual(['10us', '100us']);
    const rows = tableIn(byId(page, 'part1-axis1')).slice(1);
    expect(rows).toHaveLength(3 * 2);
    expect(rows.every(([, length]) => length === '10us' || length === '100us')).toBe(true);
  });

  test('has its own map of who is fastest by it and threads', () => {
    const title = textIn(allOf(byId(page, 'part1-winner1'), 'h4')[0] as Element);
    expect(title).toBe('Who is fastest by section length and threads: mixed');
    expect(classed('part1-winner1', 'won')).toHaveLength(2 * 2);
    const figures = allOf(page, 'figure').map(({ attributes }) => attributes.get('id'));
    expect(figures).not.toContain('part1-winner');
  });
});

test('each chart says what it rests on: trials, intervals, machine', () => {
  const [basis] = classed(`part1-ratio${GROUND}`, 'basis').map(textIn);
  expect(basis).toContain(
    'n: 6 trials of each design, 1,000 ms each, in randomised blocks, after 500 ms of warm-up',
  );
  expect(basis).toContain('Intervals: 95 %, bootstrap over the blocks of the pseudo-median');
  expect(basis).toContain('Machine: a CPU.');
  const few = treeOf(
    reportPage({
      tool: 'lockyard 0.1.0',
      parts: [benchPart(benchPlan({ trials: 3, threads: [4] }))],
    }),
  );
  expect(textIn(byId(few, 'part1-ratio1'))).toContain('Intervals: the range of what was seen');
});
