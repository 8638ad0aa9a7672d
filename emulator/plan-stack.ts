import { UsageError } from '../src/base/errors.ts';
import { placeRegions } from '../src/shared/layout.ts';
import { stackRegions } from './memory-map.ts';
import { PAGES_PER_OBJECT_MAX, type StackPlan, leastPoolPages, pagesOfSlot } from './stack-plan.ts';
import type { Workload, WorkloadSizes } from './workload.ts';

const RING_SLOTS = 4;
/** Watermarks in percent of the pool. */
const MIN_PERCENT = 4;
const LOW_PERCENT = 10;
const HIGH_PERCENT = 20;
/** Imported slots beyond those in use, for closed objects that a job still holds. */
const SPARE_IMPORTS = 8;

/** What one run may allocate, in bytes: nobody means more, and a machine has to hold it. */
const MEMORY_BYTES_MAX = 2 ** 30;

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

/**
 * @param services threads that come on top of the workers
 * @param designFile URL of the design's module
 * @throws {UsageError} where the sizes together make no sense
 */
export function planStack(
  workload: Workload,
  sizes: WorkloadSizes,
  services: number,
  designFile: string,
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
  const plan: StackPlan = {
    designFile,
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
    sectionNs: workload.sectionNs ?? 0,
  };
  checkPool(plan, workingSet);
  checkMemory(plan);
  return plan;
}

function checkPool(plan: StackPlan, workingSet: number): void {
  const least = leastPoolPages(plan);
  if (plan.poolPages >= least) return;
  // The first whole percentage whose share of the working set, rounded up, is enough.
  const percent = Math.floor(((least - 1) * 100) / workingSet) + 1;
  throw new UsageError(
    `--memory makes ${plan.poolPages} pages of memory, too few for its watermarks: ${least} at least`,
    `give --memory ${percent} or more, more --objects or larger --pages`,
  );
}

function checkMemory(plan: StackPlan): void {
  const sized = stackRegions(plan).map(({ spec, records }) => {
    return { option: spec.option, bytes: placeRegions([{ spec, records }]).words * 4 };
  });
  const bytes = sized.reduce((sum, region) => sum + region.bytes, 0);
  if (bytes <= MEMORY_BYTES_MAX) return;
  const largest = sized.reduce((most, region) => (region.bytes > most.bytes ? region : most));
  throw new UsageError(
    `${plan.objects} objects of up to ${plan.pagesPerObject} pages and all that goes with them ` +
      `need ${inMiB(bytes)} of shared memory, more than ${inMiB(MEMORY_BYTES_MAX)}`,
    `lower ${largest.option}, or give fewer --objects or smaller --pages`,
  );
}

function inMiB(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
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
