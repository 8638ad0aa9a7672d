import { expect, test } from 'vitest';
import { createCompiledMemory } from '../../src/shared/compiled-memory.ts';
import { defineRegion, words } from '../../src/shared/layout.ts';
import { type LinearMemory, MemoryBank } from '../../src/shared/linear-memory.ts';
import { attachSharedMemory } from '../../src/shared/shared-memory.ts';

const TABLE = defineRegion({
  name: 'table',
  option: 'none',
  stride: 'packed',
  words: { word: words(8, 'anybody', 'anything') },
});
const MEGABYTE = 1 << 20;

test('what one run leaves behind the next does not find', () => {
  const bank = new MemoryBank();
  const first = createCompiledMemory([{ spec: TABLE, records: 4 }], bank);
  first.i32.fill(7);
  bank.giveBack(first.handle.linear as LinearMemory, first.i32.byteLength);
  const second = createCompiledMemory([{ spec: TABLE, records: 9 }], bank);
  expect(second.handle.linear?.name).toBe(first.handle.linear?.name);
  expect(second.i32.subarray(second.region(TABLE).base).every((word) => word === 0)).toBe(true);
});

test('no two runs have the same memory at once, and a large one gets a large one', () => {
  const bank = new MemoryBank();
  const [one, two] = [bank.lend(MEGABYTE), bank.lend(MEGABYTE)] as LinearMemory[];
  expect(one?.name).not.toBe(two?.name);
  bank.giveBack(one as LinearMemory, MEGABYTE);
  const large = bank.lend(100 * MEGABYTE);
  expect(large?.name).not.toBe(one?.name);
  expect(large?.memory.buffer.byteLength).toBeGreaterThanOrEqual(100 * MEGABYTE);
  expect(bank.lend(MEGABYTE)?.name).toBe(one?.name);
});

test('as much as no system gives is refused, and a buffer does instead', () => {
  expect(new MemoryBank().lend(2 ** 40)).toBeNull();
});

test('it travels whole', () => {
  const memory = createCompiledMemory([{ spec: TABLE, records: 1 }]);
  const arrived = attachSharedMemory(structuredClone(memory.handle));
  arrived.i32[arrived.region(TABLE).base] = 5;
  expect(memory.i32[memory.region(TABLE).base]).toBe(5);
  const view = new Int32Array((arrived.handle.linear as LinearMemory).memory.buffer);
  expect(view[memory.region(TABLE).base]).toBe(5);
});
