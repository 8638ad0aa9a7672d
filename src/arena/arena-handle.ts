import { UsageError } from '../base/errors.ts';
import type { SharedMemoryHandle } from '../shared/shared-memory.ts';
import type { ArenaOptions } from './arena-options.ts';

/** What a worker needs to enter: plain data and one SharedArrayBuffer, for `workerData` or a message. */
export interface ArenaHandle<O extends ArenaOptions = ArenaOptions> {
  readonly memory: SharedMemoryHandle;
  readonly options: O;
}

/** @throws {UsageError} where something else has come through */
export function requireHandle(handle: unknown): asserts handle is ArenaHandle {
  const { memory, options } = (handle ?? {}) as Partial<ArenaHandle>;
  if (memory?.buffer instanceof SharedArrayBuffer && options !== undefined) return;
  throw new UsageError('this is no handle of an arena', 'pass `arena.handle` to the worker');
}
