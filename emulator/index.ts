export { type CatalogDesign, allDesigns, findDesign } from './design-catalog.ts';
export {
  type BoundLocks,
  type DesignLock,
  type DesignLocks,
  type EvictionCause,
  type Expectation,
  type GuardParts,
  type Guards,
  type LockingDesign,
  type MapSteps,
  type PageSteps,
  type SubmitSteps,
  type Topology,
  defineDesign,
} from './locking-design.ts';
export {
  FS_RECLAIM,
  MMAP_LOCK,
  MM_LOCK,
  MM_SUBCLASS,
  NESTED_MM_LOCK,
  RESERVATION,
  STRUCT_MUTEX,
} from './guards/lock-classes.ts';
export { mmLockPages } from './guards/mm-lock-pages.ts';
export { outsideEviction } from './guards/outside-eviction.ts';
export { claimFillPublish, unpublishRelease } from './guards/page-work.ts';
export { plainMap } from './guards/plain-map.ts';
export { refusalOf } from './guards/refusal-of.ts';
export { releasePages, reservationPages } from './guards/reservation-pages.ts';
export { ReservationTransaction } from './guards/reservation-transaction.ts';
export { reservedMap } from './guards/reserved-map.ts';
export { publishJob, validateAll, validateAndPublish } from './guards/submission-work.ts';
export { TakenLocks } from './guards/taken-locks.ts';
export type { Outcome } from './outcome.ts';
export { type CatalogScenario, allScenarios, findScenario } from './scenario-catalog.ts';
export { type StackStageOptions, createStackStage } from './stack-stage.ts';
export { DEFAULT_WORKLOAD, allWorkloads, findWorkload } from './workload-catalog.ts';
export type { Activity, OperationName, Role, Workload, WorkloadSizes } from './workload.ts';
