import { UsageError } from '../src/base/errors.ts';
import { PAGES_PER_OBJECT_MAX, type StackPlan, pagesOfSlot } from './stack-plan.ts';
import type { Workload, WorkloadSizes } from './workload.ts';

const RING_SLOTS = 4;
/** Watermarks in percent of the pool. */
const MIN_PERCENT = 4;
const LOW_PERCENT = 10;
const HIGH_PERCENT = 20;
/** Imported slots beyond those in use, for closed objects that a job still holds. */
const SPARE_IMPORTS = 8;

interface StackNames {
  readonly designFile: string;
  readonly swapFile: string;
}

/**
 * Sizes for people become a plan for code: defaults of the workload, checks, and all that follows.
 *
 * @throws {UsageError} where an option makes no sense
 */
export function chooseSizes(workload: Workload, options: Partial<WorkloadSizes>): WorkloadSizes {
  const { defaults } = workload;
  const sizes: WorkloadSizes = {
    threads: options.threads ?? defaults.threads,
    devices: options.devices ?? defaults.devices,
    objects: options.objects ?? defaults.objects,
    pagesPerObject: options.pagesPerObject ?? defaults.pagesPerObject,
    sharing: options.sharing ?? defaults.sharing,
    memory: options.memory ?? defaults.memory,
  };
  checkWhole('--threads', sizes.threads, 1, 64);
  checkWhole('--devices', sizes.devices, 2, 8);
  checkWhole('--objects', sizes.objects, 4, 4096);
  checkWhole('--pages', sizes.pagesPerObject, 1, PAGES_PER_OBJECT_MAX);
  checkWhole('--sharing', sizes.sharing, 1, 100);
  checkWhole('--memory', sizes.memory, 10, 1000);
  return sizes;
}

/** @param services threads that come on top of the workers */
export function planStack(
  workload: Workload,
  sizes: WorkloadSizes,
  services: number,
  names: StackNames,
): StackPlan {
  const { threads, devices, objects, pagesPerObject } = sizes;
  const clients = Math.ceil(threads / 2);
  const workingSet = nativePages(objects, pagesPerObject);
  const objectsPerJob = Math.max(...workload.roles.map(({ submits }) => submits[1]));
  // Room for two submissions of the largest objects, or nothing would ever get done.
  const least = 2 * objectsPerJob * pagesPerObject;
  const poolPages = Math.max(least, Math.ceil((workingSet * sizes.memory) / 100));
  const importers = devices - 1;
  const clientsPerDevice = Math.ceil(clients / importers);
  const slots = clientsPerDevice * sharedObjects(sizes) + SPARE_IMPORTS;
  return {
    ...names,
    workload: workload.name,
    threads: threads + services,
    devices,
    nativeDevices: 1,
    firstImporter: 1,
    clients,
    objects,
    importedSlots: importers * slots,
    pagesPerObject,
    poolPages,
    minPages: atLeast(2, poolPages, MIN_PERCENT),
    lowPages: atLeast(4, poolPages, LOW_PERCENT),
    highPages: atLeast(8, poolPages, HIGH_PERCENT),
    swapPages: workingSet,
    engines: 1,
    ringSlots: RING_SLOTS,
    objectsPerJob,
  };
}

/** Native objects [0, n) that importers import. */
export function sharedObjects({ objects, sharing }: WorkloadSizes): number {
  return Math.max(1, Math.round((objects * sharing) / 100));
}

function nativePages(objects: number, pagesPerObject: number): number {
  let pages = 0;
  for (let slot = 0; slot < objects; slot++) {
    pages += pagesOfSlot({ pagesPerObject } as StackPlan, slot);
  }
  return pages;
}

function atLeast(least: number, pages: number, percent: number): number {
  return Math.max(least, Math.round((pages * percent) / 100));
}

function checkWhole(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UsageError(`${option} is ${value}`, `give a whole number from ${least} to ${most}`);
}
