/** A class's line of lock_stat. */
export interface LockFigures {
  readonly class: string;
  readonly acquisitions: number;
  readonly contentions: number;
  readonly ownerChanges: number;
  readonly tryFailed: number;
  readonly backOffs: number;
  readonly waitNsTotal: number;
  readonly waitNsAverage: number;
  readonly waitNsMax: number;
  readonly waitNsP99: number;
  readonly holdNsAverage: number;
  readonly holdNsMax: number;
  /** Holds that were clocked; 0: nothing is known of them. */
  readonly holdsClocked: number;
  readonly points: readonly ContentionPoint[];
}

/** A place that waited, the place that held meanwhile, and how often the two met. */
export interface ContentionPoint {
  readonly waiter: string;
  readonly holder: string;
  readonly count: number;
}
