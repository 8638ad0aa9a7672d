import type { Outcome } from './outcome.ts';

export type Refusal = Exclude<Outcome, 'done'>;
export type Access = 'read' | 'write';
export type Advice = 'willneed' | 'dontneed';

/**
 * What a thread can ask of the stack, for the client that it acts for. The caller announces each
 * operation (`beginOperation`/`endOperation`); nothing may be held on entry, nothing is held on
 * return. Objects are slots (see StackPlan); a slot whose object was closed answers `gone`.
 *
 * All native objects exist and are mapped into every client at the start.
 */
export interface StackOperations {
  /** A new native object in an empty slot; `busy` while the old one still lives. */
  create(object: number): Outcome;
  /** Closes a native object; it is freed with its last reference (importers, jobs). */
  destroy(object: number): Outcome;
  /** PRIME handle to fd: an fd (> 0) that any client may import until the object is destroyed. */
  exportObject(object: number): number | Refusal;
  /**
   * PRIME fd to handle: the object on `device`. On the exporter's own device it is the native
   * object itself; imported twice by a client it is the same imported object. `busy`: no free slot.
   */
  importObject(fd: number, device: number): number | Refusal;
  /** Closes what `importObject` gave, for the whole client. */
  closeImported(object: number): Outcome;
  /** One page touched through the client's mapping. `gone` when it has none (SIGSEGV). */
  fault(object: number, access: Access): Outcome;
  mmap(object: number): Outcome;
  munmap(object: number): Outcome;
  /** begin_cpu_access, up to eight pages touched, end_cpu_access. Waits for the buffer's fences. */
  cpuAccess(object: number, access: Access): Outcome;
  /** Empties the thread's list of objects to submit. */
  beginSubmission(): void;
  /** Adds an object; a second time is ignored, as is one beyond `objectsPerJob`. */
  addObject(object: number): void;
  /** Hands the list to the engine of the first object's device. */
  submit(): Outcome;
  /** `gone` from `willneed`: the content had been purged; it starts anew. */
  madvise(object: number, advice: Advice): Outcome;
  /** Eviction by request (debugfs drop_caches): `busy` when pinned or without pages. */
  dropPages(object: number): Outcome;
}
