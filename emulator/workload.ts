/**
 * The contract of a workload: which operations its threads perform, on what, how often, and how
 * much of everything there is when nobody says otherwise.
 */

/**
 * Operations as threads announce them; the index is the number in `RunPlan.operations`. A role that
 * works on imported objects performs `import` and `mmap` by itself whenever it needs them first.
 * `reclaim` is what kswapd does and `gpu-job` what an engine does, as long as they live.
 */
export const OPERATIONS = [
  'idle',
  'fault',
  'cpu-access',
  'submit',
  'drop-pages',
  'madvise',
  'export',
  'import',
  'close',
  'mmap',
  'munmap',
  'create',
  'destroy',
  'reclaim',
  'gpu-job',
] as const;

export type OperationName = (typeof OPERATIONS)[number];

/** Number of each operation, as `beginOperation` takes it. */
export const OPERATION_NUMBER = Object.fromEntries(
  OPERATIONS.map((name, number) => [name, number]),
) as Readonly<Record<OperationName, number>>;

/**
 * What a role draws from. `madvise`, `remap` and `recreate` undo at the next draw what they did at
 * the last: willneed after dontneed, mmap after munmap, create after destroy.
 */
export type Activity =
  | 'fault'
  | 'cpu-access'
  | 'submit'
  | 'drop-pages'
  | 'madvise'
  | 'export'
  | 'close'
  | 'remap'
  | 'recreate';

export interface Role {
  /** Prefix of the thread's name and its role in reports. */
  readonly name: string;
  /** `native`: the exporter's own objects; `imported`: those that its client imports. */
  readonly worksOn: 'native' | 'imported';
  /** Relative weights; an activity that is absent is never drawn. */
  readonly weights: Readonly<Partial<Record<Activity, number>>>;
  /** Least and most objects of one submission, drawn evenly, in random order. */
  readonly submits: readonly [least: number, most: number];
  /** Of faults and CPU accesses, in percent. */
  readonly writes: number;
}

/** What people may change by options. */
export interface WorkloadSizes {
  /** Worker threads; kswapd and the engine come on top. */
  readonly threads: number;
  /** Device 0 exports, the others import. */
  readonly devices: number;
  /** Native objects, which are the buffers. */
  readonly objects: number;
  /** Largest object; sizes spread evenly from one page up. */
  readonly pagesPerObject: number;
  /** Percent of the native objects that importers import. */
  readonly sharing: number;
  /** Pages of memory in percent of what all native objects together need. */
  readonly memory: number;
}

export interface Workload {
  /** kebab-case, equal to the file's name. */
  readonly name: string;
  /** One line for `list workloads`. */
  readonly summary: string;
  /** Test or mail that it comes from. */
  readonly source: string;
  /**
   * Worker `w` takes role `w % roles.length`. Workers `w` and `w + clients` (half as many clients
   * as workers) are threads of one client: same imported objects, same mmap_lock.
   */
  readonly roles: readonly Role[];
  readonly defaults: WorkloadSizes;
  /** Time in nanoseconds that is added to each step of get-pages and put-pages; none when absent. */
  readonly sectionNs?: number;
}
