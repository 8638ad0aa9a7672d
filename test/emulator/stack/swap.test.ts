import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PAGE_BYTES } from '../../../emulator/page-bytes.ts';
import { createSwapFile, swapDevice } from '../../../emulator/swap.ts';

const folder = mkdtempSync(join(tmpdir(), 'lockyard-swap-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(process.platform === 'win32')('the swap file has no name while it is used', () => {
  const file = createSwapFile(join(folder, 'one.swap'));
  expect(readdirSync(folder)).toEqual([]);
  const bytes = new Uint8Array(2 * PAGE_BYTES).fill(7, PAGE_BYTES);
  swapDevice(file.descriptor, bytes).write(3, PAGE_BYTES);
  swapDevice(file.descriptor, bytes).read(3, 0);
  expect(bytes.every((byte) => byte === 7)).toBe(true);
  file.close();
  expect(() => swapDevice(file.descriptor, bytes).read(3, 0)).toThrow();
});

test('a slot that was never written is a short read', () => {
  const file = createSwapFile(join(folder, 'two.swap'));
  const device = swapDevice(file.descriptor, new Uint8Array(PAGE_BYTES));
  expect(() => device.read(0, 0)).toThrow(/swap slot 0: 0 bytes read/);
  file.close();
});

test('never opens a file that is there already', () => {
  const path = join(folder, 'three.swap');
  rmSync(path, { force: true });
  const taken = mkdtempSync(path);
  expect(() => createSwapFile(taken)).toThrow(/EEXIST/);
});
