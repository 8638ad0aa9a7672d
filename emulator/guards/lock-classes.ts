import type { DesignLock } from '../locking-design.ts';

/** The lock classes that the designs share, under the names that the kernel prints. */

/** R: the reservation lock of a buffer; an importer's object uses its exporter's (dma_resv). */
export const RESERVATION = {
  class: 'reservation_ww_class_mutex',
  kind: 'ww-mutex',
  per: 'buffer',
  policy: 'wait-die',
  context: 'reservation_ww_class_acquire',
} as const satisfies DesignLock;

/** M: i915's lock of one object's backing store, until 5.13. */
export const MM_LOCK = {
  class: 'obj->mm.lock',
  kind: 'mutex',
  per: 'object',
} as const satisfies DesignLock;

/** M with the subclasses of `MM_SUBCLASS`. */
export const NESTED_MM_LOCK = { ...MM_LOCK, subclasses: 3 } as const satisfies DesignLock;

/** Who takes a second `obj->mm.lock` under a first one. */
export const MM_SUBCLASS = {
  /** The exporter's object, from inside the importer's get-pages. */
  exporter: 1,
  /** The shrinker's victim (I915_MM_SHRINKER). */
  victim: 2,
} as const;

/** SM: the one lock of a device. Subclass 1: the exporter's, under the importer's. */
export const STRUCT_MUTEX = {
  class: 'struct_mutex',
  kind: 'mutex',
  per: 'device',
} as const satisfies DesignLock;

/** Lock classes that the stack itself has in every design; for promises. */
export const MMAP_LOCK = 'mmap_lock';
export const FS_RECLAIM = 'fs_reclaim';
