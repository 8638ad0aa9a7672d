import { webAssembly } from '../../base/web-assembly.ts';
import type { SharedMemory } from '../../shared/shared-memory.ts';
import { MUTEX_CODE } from './mutex-code.ts';

/** The functions of mutex.wat, whose parameters and answers are told there. Addresses are in bytes. */
export interface MutexPath {
  acquire(me: number, at: number, tag: number, slot: number, countAt: number): number;
  release(me: number, at: number, tag: number): number;
}

/** In the lowest bit of `countAt`. */
export const NO_LOOKS = 1;

/** Answers of `acquire`; what is greater than all of them means no more than `acquired`. */
export const ACQUIRED_CLOCKED = 0;
export const TO_BE_CLOCKED = -1;
export const TAKEN = -2;

/** Answers of `release`; any other: a sleeper is to be woken. */
export const RELEASED = 0;
export const NOT_NEWEST = -1;

/** Of the memory that this thread last worked on: it mostly works on the same one again. */
let latest: { readonly name: string; readonly path: MutexPath } | undefined;

/** Null where compiled code cannot work on this memory. */
export function mutexPathOf({ handle: { linear } }: SharedMemory): MutexPath | null {
  if (linear === null) return null;
  if (latest?.name === linear.name) return latest.path;
  const api = webAssembly();
  if (api === undefined) return null;
  const module = new api.Module(Buffer.from(MUTEX_CODE, 'base64'));
  const { exports } = new api.Instance(module, { run: { memory: linear.memory } });
  latest = { name: linear.name, path: exports as MutexPath };
  return latest.path;
}
