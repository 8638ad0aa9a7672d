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
import { PageProtection, type PageProtector } from './page-protection.ts';
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
  const locks = bindLocks(core.thread.locks, design.locks);
  const topology = topologyOf(core.plan, objects);
  const { protects } = design;
  if (protects !== undefined) {
    const protectors = protects.pages.map((name) => ({
      locks: locks[name] as PageProtector['locks'],
      per: design.locks[name].per,
    }));
    core.convention.setProtection(new PageProtection(protectors, topology));
  }
  return design.guards({
    locks,
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
    topology,
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
