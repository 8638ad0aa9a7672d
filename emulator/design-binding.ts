import { UsageError } from '../src/base/errors.ts';
import type { LockTable } from '../src/lock/lock-table.ts';
import type { GemObjects } from './gem-object.ts';
import type {
  BoundLocks,
  DesignLocks,
  Guards,
  LockingDesign,
  MapSteps,
  PageSteps,
  SubmitSteps,
  Topology,
} from './locking-design.ts';
import type { StackCore } from './stack-core.ts';
import { type StackPlan, deviceOfSlot } from './stack-plan.ts';

interface BoundSteps {
  readonly objects: GemObjects;
  readonly pages: PageSteps;
  readonly attachments: MapSteps;
  readonly submission: SubmitSteps;
}

/** Gives a design its locks and the steps, and gets the thread's guards. */
export function bindDesign(core: StackCore, design: LockingDesign, steps: BoundSteps): Guards {
  const { objects, pages, attachments, submission } = steps;
  return design.guards({
    locks: bindLocks(core.thread.locks, design.locks),
    context(className) {
      const declared = Object.values(design.locks).some(({ context }) => context === className);
      if (declared) return core.thread.locks.context(className);
      throw new UsageError(
        `design ${design.name} asks for the acquire context "${className}"`,
        'declare it as `context` of one of its ww-mutexes',
      );
    },
    threadId: core.thread.id,
    pages,
    attachments,
    submission,
    topology: topologyOf(core.plan, objects),
  });
}

function bindLocks(table: LockTable, locks: DesignLocks): BoundLocks<DesignLocks> {
  const bound = Object.entries(locks).map(([name, lock]) => {
    if (lock.kind === 'mutex') return [name, table.mutexes(lock.class)];
    if (lock.kind === 'ww-mutex') return [name, table.wwMutexes(lock.class)];
    return [name, table.completions(lock.class)];
  });
  return Object.fromEntries(bound) as BoundLocks<DesignLocks>;
}

function topologyOf(plan: StackPlan, objects: GemObjects): Topology {
  return {
    deviceOf: (object) => deviceOfSlot(plan, object),
    bufferOf: (object) => objects.bufferOf(object),
    isImported: (object) => objects.isImported(object),
    importerOf: (attachment) => plan.objects + attachment,
    exporterDeviceOf: (attachment) =>
      deviceOfSlot(plan, objects.bufferOf(plan.objects + attachment)),
  };
}
