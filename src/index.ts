/**
 * The public API of the instrument: shared memory, locks with both detectors, and the plan of a run.
 * Locking designs are written against `lockyard/emulator`.
 */
export { type Arena, createArena } from './arena/arena.ts';
export type { ArenaHandle } from './arena/arena-handle.ts';
export type { ArenaCompletion, ArenaFence } from './arena/arena-locks.ts';
export type {
  ArenaLock,
  ArenaLockKind,
  ArenaLockOptions,
  ArenaOptions,
} from './arena/arena-options.ts';
export { type ArenaThread, enterArena } from './arena/arena-thread.ts';
export { CapacityError, InvariantError, UsageError } from './base/errors.ts';
export type { Acquisition } from './lock/acquisition.ts';
export type {
  AcquireContext,
  Completion,
  Fence,
  LockIdentity,
  MutexLock,
  PseudoLock,
  RwSemaphoreLock,
  WwMutexLock,
} from './lock/lock-contracts.ts';
export { LockTable } from './lock/lock-table.ts';
export { LockThread } from './lock/lock-thread.ts';
export { acquireScoped, type Releasable, ScopedHold, withLock } from './lock/scoped.ts';
export { type LockStats, readLockStats } from './measure/lock-stats.ts';
export {
  type ArcToCut,
  type CycleArc,
  type FeedbackArcs,
  feedbackArcs,
} from './predict/feedback-arcs.ts';
export {
  type DeadlockPattern,
  type InstanceEdge,
  type PatternStep,
  type PatternVerdict,
  type Prediction,
  type PredictOptions,
  predict,
} from './predict/predict.ts';
export { arenaFindingText as findingText } from './report/arena-finding-text.ts';
export type { LockLine, NamedPoint } from './run/lock-lines.ts';
export { EVENT, type EventTrace } from './shared/event-trace.ts';
export { registrySizes } from './shared/lock-registry.ts';
export { instrumentRegions } from './shared/memory-map.ts';
export type {
  InstrumentationLevel,
  LockClassPlan,
  LockInstancePlan,
  LockKind,
  LockPlan,
  OnDeadlock,
  RunPlan,
  ThreadPlan,
  WwPolicy,
} from './shared/plan.ts';
export {
  attachSharedMemory,
  createSharedMemory,
  SharedMemory,
  type SharedMemoryHandle,
} from './shared/shared-memory.ts';
export type { Finding, FindingLevel, FindingType, ThreadState } from './validate/finding.ts';
export { type JournalEntry, readJournal } from './validate/journal.ts';
