import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { assert } from '../src/base/assert.ts';
import { PAGE_BYTES } from './page-bytes.ts';
import type { SwapDevice } from './swap-device.ts';

const OWNER_ONLY = 0o600;

/**
 * The swap file of a run, opened by the coordinator. It loses its name at once, so that nothing
 * stays behind whatever ends the process. Descriptors belong to the process: all threads use this
 * one, with positions of their own.
 */
export interface SwapFile {
  readonly descriptor: number;
  /** After the last thread has ended. */
  close(): void;
}

/** @throws the system's error when the file cannot be made */
export function createSwapFile(path: string): SwapFile {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  const descriptor = openSync(path, flags, OWNER_ONLY);
  const nameless = removed(path);
  return {
    descriptor,
    close() {
      closeSync(descriptor);
      if (!nameless) removed(path);
    },
  };
}

/** False where an open file keeps its name (Windows, some network file systems). */
function removed(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The swap file as one thread uses it. The one module of the thread side that may use `node:fs`:
 * swapping out is a blocking write in the thread that evicts. It comes to the stack through
 * `SwapDevice`, so the stack itself needs no file.
 *
 * @param bytes what is read into and written from: in a run its whole memory
 */
export function swapDevice(descriptor: number, bytes: Uint8Array): SwapDevice {
  return {
    read(slot, offset) {
      const got = readSync(descriptor, bytes, offset, PAGE_BYTES, slot * PAGE_BYTES);
      assert(got === PAGE_BYTES, `swap slot ${slot}: ${got} bytes read`);
    },
    write(slot, offset) {
      const put = writeSync(descriptor, bytes, offset, PAGE_BYTES, slot * PAGE_BYTES);
      assert(put === PAGE_BYTES, `swap slot ${slot}: ${put} bytes written`);
    },
  };
}
