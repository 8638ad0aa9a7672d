import type { LockClassPlan, LockInstancePlan, LockPlan } from '../src/shared/plan.ts';
import { deviceName, objectName } from './device.ts';
import type { DesignLock, LockingDesign } from './locking-design.ts';
import { stackLocks } from './stack-locks.ts';
import { type StackPlan, slotCount } from './stack-plan.ts';

/** The locks of a run: those that every stack has, then the design's, each instance named. */
export function planLocks(plan: StackPlan, design: LockingDesign): LockPlan {
  const { classes, locks } = stackLocks(plan);
  for (const lock of Object.values(design.locks)) {
    if (lock.context !== undefined) {
      add(classes, locks, { name: lock.context, kind: 'pseudo', subclasses: 1 }, [lock.context]);
    }
    add(classes, locks, classOf(lock), instancesOf(plan, lock));
  }
  const { promises, primes = [] } = design;
  return { classes, locks, promises, primes };
}

function add(
  classes: LockClassPlan[],
  locks: LockInstancePlan[],
  lockClass: LockClassPlan,
  instances: readonly string[],
): void {
  if (classes.some(({ name }) => name === lockClass.name)) return;
  classes.push(lockClass);
  for (const name of instances) locks.push({ classIndex: classes.length - 1, name });
}

function classOf(lock: DesignLock): LockClassPlan {
  return {
    name: lock.class,
    kind: lock.kind,
    subclasses: lock.subclasses ?? 1,
    ...(lock.policy === undefined ? {} : { policy: lock.policy }),
    ...(lock.context === undefined ? {} : { context: lock.context }),
    ...(lock.busted === undefined ? {} : { busted: lock.busted }),
  };
}

/** In the order of devices, slots or buffers: guards index their locks by these. */
function instancesOf(plan: StackPlan, lock: DesignLock): string[] {
  const named = (count: number, nameOf: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => `${lock.class}(${nameOf(index)})`);
  switch (lock.per) {
    case 'device':
      return named(plan.devices, deviceName);
    case 'object':
      return named(slotCount(plan), (object) => objectName(plan, object));
    case 'buffer':
      return named(plan.objects, (buffer) => objectName(plan, buffer));
  }
}
