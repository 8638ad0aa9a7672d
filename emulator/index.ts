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
export type { Outcome } from './outcome.ts';
export { type StackStageOptions, createStackStage } from './stack-stage.ts';
export { DEFAULT_WORKLOAD, allWorkloads, findWorkload } from './workload-catalog.ts';
export type { Activity, OperationName, Role, Workload, WorkloadSizes } from './workload.ts';
