import type { LockClassPlan, LockInstancePlan } from '../src/shared/plan.ts';
import { objectName } from './device.ts';
import type { StackPlan } from './stack-plan.ts';

/** Class names of the locks that the stack has in every design. */
export const STACK_LOCK = {
  mmap: 'mmap_lock',
  prime: 'prime.lock',
  dmaBuf: 'dma_buf.lock',
  lru: 'lru_lock',
  fence: 'dma_fence',
  fsReclaim: 'fs_reclaim',
  fenceMap: 'dma_fence_map',
} as const;

interface Declared {
  readonly kind: LockClassPlan['kind'];
  readonly name: string;
  readonly instances: readonly string[];
}

/**
 * The lock classes and instances common to all designs; a design's own are appended to them. The
 * class indices start at 0.
 */
export function stackLocks(plan: StackPlan): {
  classes: LockClassPlan[];
  locks: LockInstancePlan[];
} {
  const declared = declare(plan);
  return {
    classes: declared.map(({ name, kind }) => ({ name, kind, subclasses: 1 })),
    locks: declared.flatMap(({ instances }, classIndex) =>
      instances.map((name) => ({ classIndex, name })),
    ),
  };
}

function declare(plan: StackPlan): Declared[] {
  const { mmap, prime, dmaBuf, lru, fence, fsReclaim, fenceMap } = STACK_LOCK;
  const perClient = (name: string) => named(plan.clients, (client) => `${name}(client:${client})`);
  return [
    { name: mmap, kind: 'rw-semaphore', instances: perClient(mmap) },
    { name: prime, kind: 'mutex', instances: perClient(prime) },
    {
      name: dmaBuf,
      kind: 'mutex',
      instances: named(plan.objects, (buffer) => `${dmaBuf}(${objectName(plan, buffer)})`),
    },
    { name: lru, kind: 'mutex', instances: [lru] },
    {
      name: fence,
      kind: 'fence',
      instances: named(plan.engines * plan.ringSlots, (slot) => {
        const engine = Math.floor(slot / plan.ringSlots);
        return `${fence}(engine${engine}:${slot % plan.ringSlots})`;
      }),
    },
    { name: fsReclaim, kind: 'pseudo', instances: [fsReclaim] },
    { name: fenceMap, kind: 'pseudo', instances: [fenceMap] },
  ];
}

function named(count: number, nameOf: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => nameOf(index));
}
