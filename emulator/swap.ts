import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { assert } from '../src/base/assert.ts';
import { PAGE_BYTES } from './page-bytes.ts';
import type { SwapDevice } from './swap-device.ts';

const OWNER_ONLY = 0o600;

/**
 * The swap file. The one module of the thread side that may use `node:fs`: swapping out is a
 * blocking write in the thread that evicts, positional, through a descriptor of its own, so that
 * threads share nothing but the file. It comes to the stack through `SwapDevice`, so the stack
 * itself needs no file.
 *
 * @param bytes the run's whole memory
 * @throws the system's error when the file cannot be opened or has no room
 */
export function openSwapFile(path: string, bytes: Uint8Array): SwapDevice {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, OWNER_ONLY);
  return {
    read(slot, offset) {
      const got = readSync(descriptor, bytes, offset, PAGE_BYTES, slot * PAGE_BYTES);
      assert(got === PAGE_BYTES, `swap slot ${slot}: ${got} bytes read`);
    },
    write(slot, offset) {
      const put = writeSync(descriptor, bytes, offset, PAGE_BYTES, slot * PAGE_BYTES);
      assert(put === PAGE_BYTES, `swap slot ${slot}: ${put} bytes written`);
    },
    close() {
      closeSync(descriptor);
    },
  };
}

/** Removes the file after a run; silent when there is none. */
export function removeSwapFile(path: string): void {
  rmSync(path, { force: true });
}
