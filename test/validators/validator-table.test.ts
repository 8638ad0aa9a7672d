import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { OTHER_TOOLS, othersOf, VALIDATOR_ROWS } from '../../tools/validator-table.ts';
import { scoresOf } from '../../tools/validator-text.ts';

const FOLDER = fileURLToPath(new URL('../../validators', import.meta.url));

test('39 scenarios, 26 bad and 13 good', () => {
  const good = VALIDATOR_ROWS.filter(({ truth }) => truth === '-');
  expect(VALIDATOR_ROWS).toHaveLength(39);
  expect(good).toHaveLength(13);
  expect(new Set(VALIDATOR_ROWS.map(({ name }) => name)).size).toBe(39);
});

test('each row has its file, and each file its row', () => {
  const files = readdirSync(FOLDER).map((file) => basename(file, extname(file)));
  const rows = VALIDATOR_ROWS.map(({ name }) => name.replaceAll('_', '-'));
  expect(files.sort()).toEqual(rows.sort());
});

test('each tool has an answer or none, but never a third thing', () => {
  for (const row of VALIDATOR_ROWS) {
    expect(othersOf(row), row.name).toHaveLength(OTHER_TOOLS.length);
    const possible = row.truth === '-' ? '.F-' : 'ymh-';
    for (const other of othersOf(row)) expect(possible, row.name).toContain(other);
  }
});

test('only what is harmless can be ruled out', () => {
  for (const { truth, ruledOutBy, name } of VALIDATOR_ROWS) {
    if (truth !== '-') expect(ruledOutBy, name).toBeUndefined();
  }
});

test('the totals of the other tools are those that were published with the measurement', () => {
  const silent = { standing: null, ruledOut: [] };
  const [, ...others] = scoresOf(VALIDATOR_ROWS.map((row) => ({ row, answer: silent })));
  const told = others.map(({ tool, found, bad, alarms, good }) => [
    tool,
    `${found}/${bad} ${alarms}/${good}`,
  ]);
  expect(Object.fromEntries(told)).toEqual({
    lockdep: '13/16 6/8',
    TSan: '9/26 6/13',
    Helgrind: '11/26 9/13',
    DRD: '6/26 0/13',
    Abseil: '5/6 5/8',
    'go-deadlock': '13/20 7/10',
    parking_lot: '7/18 0/10',
    'tracing-mutex': '12/18 7/10',
    Java: '4/15 1/5',
  });
});
