import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockyard } from './fixtures/front-door.ts';

const cwd = mkdtempSync(join(tmpdir(), 'lockyard-axes-'));
afterAll(() => rmSync(cwd, { recursive: true }));

interface Line {
  readonly class: string;
  readonly acquisitions: number;
  readonly holdNsAverage: number;
}

interface Cell {
  readonly workload: string;
  readonly operations: number;
  readonly latencyNs: Readonly<Record<string, { readonly count: number } | undefined>>;
  readonly locks: readonly Line[];
  readonly reclaim: { readonly pages: number };
}

const lockOf = ({ locks }: Cell, name: string) => locks.find((line) => line.class === name) as Line;
const sharesOf = (cell: Cell) => (cell.latencyNs['import']?.count ?? 0) / cell.operations;

/** What each setting is to change, and by how much at least from its first value to its second. */
const AXES: readonly (readonly [string, string, number, (cell: Cell) => number])[] = [
  [
    'section=0,200us',
    'time with an object’s lock held',
    3,
    (cell) => lockOf(cell, 'obj->mm.lock').holdNsAverage,
  ],
  [
    'submits=2,8',
    'reservations taken by a submission',
    1.5,
    (cell) =>
      lockOf(cell, 'reservation_ww_class_mutex').acquisitions /
      lockOf(cell, 'reservation_ww_class_acquire').acquisitions,
  ],
  [
    'memory=200,50',
    'pages reclaimed by an operation',
    3,
    ({ reclaim, operations }) => (1 + reclaim.pages) / operations,
  ],
  ['sharing=5,100', 'imports', 1.5, sharesOf],
];

test.each(AXES)('%s: %s', async (sweep, _what, factor, of) => {
  const words =
    'bench --design i915-2018 --workload reclaim-pressure --threads 2 --trials 1 --duration 400ms ' +
    `--warm-up 200ms --json --sweep ${sweep}`;
  const { status, out } = await lockyard(words, undefined, { cwd });
  const { cells, rerun } = JSON.parse(out) as { cells: readonly Cell[]; rerun: string };
  const [first, second] = cells.map(of);
  expect(cells).toHaveLength(2);
  expect(rerun).toContain(`--sweep ${sweep}`);
  expect((second as number) / (first as number)).toBeGreaterThan(factor);
  expect(status).toBe(0);
});
