import type { StackPlan } from './stack-plan.ts';
import type { Role } from './workload.ts';

/** What one thread of a run is there for. Plain data. */
export type Post =
  | {
      readonly kind: 'worker';
      readonly role: Role;
      /** Device that a role on imported objects imports to. */
      readonly device: number;
      /** Native objects [0, shared) may be imported. */
      readonly shared: number;
    }
  | { readonly kind: 'kswapd' }
  | { readonly kind: 'engine'; readonly index: number };

/** `RunPlan.bodyPlan` of the emulated stack: `posts` in the order of the run's threads. */
export interface ActorPlan {
  readonly stack: StackPlan;
  readonly posts: readonly Post[];
}
