import { expect, test } from 'vitest';
import { StateTable } from '../../src/scenario/model/state-table.ts';

const MANY = 60_000;

test('every key is new once, however many there are', () => {
  const table = new StateTable(2, MANY);
  const key = new Int32Array(2);
  for (const isNew of [true, false]) {
    for (let n = 0; n < MANY; n++) {
      // Alike in most bits, and the two words of one are those of another the other way round.
      key[0] = n << 8;
      key[1] = (MANY - n) << 8;
      expect(table.isFull && isNew).toBe(false);
      if (table.add(key) !== isNew) expect.fail(`key ${n}`);
    }
  }
  expect(table.count).toBe(MANY);
  expect(table.isFull).toBe(true);
});
