import type { ThreadContext } from './thread-context.ts';

/** What one thread does in a run. Made by the body module, driven by the work loop. */
export interface Actor {
  /**
   * One operation of a worker, or one round of a service. A service blocks for a few milliseconds at
   * the most when there is nothing to do, and answers `idle`. `finished`: there is nothing more to do,
   * ever; a worker then leaves before its time.
   */
  perform(): 'worked' | 'idle' | 'refused' | 'finished';
  /** Under control: it begins and ends its schedules itself. Else the whole run is one. */
  readonly ownsSchedules?: boolean;
  /** After the last operation: give back what this actor still owns. */
  leave?(): void;
}

/** The contract of `RunPlan.body`. */
export interface ThreadBody {
  createActor(thread: ThreadContext, bodyPlan: unknown): Actor | Promise<Actor>;
}
