/**
 * Sizes and names of one emulated stack: plain data, the `bodyPlan` of a run. Object *slots* are
 * table indices: [0, objects) hold native objects (one buffer each, the slot is the buffer's index
 * too), [objects, objects + importedSlots) hold imported ones. Attachment `a` belongs to the
 * imported object in slot `objects + a`, so each attachment has one importer for ever.
 */
export interface StackPlan {
  /** Threads of the run, services included; sizes what each thread owns. */
  readonly threads: number;
  readonly devices: number;
  /**
   * Devices [0, nativeDevices) own native objects: object `o` lives on device `o % nativeDevices`.
   */
  readonly nativeDevices: number;
  /**
   * Devices [firstImporter, devices) import; slots are dealt to them in equal contiguous shares.
   */
  readonly firstImporter: number;
  /** Processes. Thread index `t` acts for client `t % clients` and uses its `mmap_lock`. */
  readonly clients: number;
  readonly objects: number;
  readonly importedSlots: number;
  /**
   * Largest object; sizes are spread over 1..pagesPerObject by slot. At most PAGES_PER_OBJECT_MAX.
   */
  readonly pagesPerObject: number;
  readonly poolPages: number;
  /** Below: an allocation reclaims for itself (direct reclaim). */
  readonly minPages: number;
  /** Below: kswapd is woken. */
  readonly lowPages: number;
  /** kswapd works until this many are free. */
  readonly highPages: number;
  readonly swapPages: number;
  /** Engine threads, one timeline each; device `d` submits to engine `d % engines`. */
  readonly engines: number;
  /** Jobs that one engine's ring can hold. */
  readonly ringSlots: number;
  /** Most objects that one submission may name. */
  readonly objectsPerJob: number;
  /** URL of the module whose default export (or only `defineDesign` export) is the design. */
  readonly designFile: string;
  readonly workload: string;
  /**
   * Busy time in nanoseconds at the start of each page step that needs the design's guard: how long
   * sections are, whichever locks surround them. None when absent.
   */
  readonly sectionNs?: number;
}

/** What one sg table, which is a page, can name. */
export const PAGES_PER_OBJECT_MAX = 1000;

/** Pages that a pool cannot do without: more than its watermarks, room for the largest object. */
export function leastPoolPages(plan: StackPlan): number {
  return Math.max(plan.highPages, plan.minPages + plan.pagesPerObject + 1) + 1;
}

/** Native and imported slots together. */
export function slotCount(plan: StackPlan): number {
  return plan.objects + plan.importedSlots;
}

/** Imported slots that each importing device owns. */
export function slotsPerImporter(plan: StackPlan): number {
  return Math.floor(plan.importedSlots / (plan.devices - plan.firstImporter));
}

/** Device of a slot; constant for the run. */
export function deviceOfSlot(plan: StackPlan, slot: number): number {
  if (slot < plan.objects) return slot % plan.nativeDevices;
  const share = Math.floor((slot - plan.objects) / slotsPerImporter(plan));
  return Math.min(plan.firstImporter + share, plan.devices - 1);
}

/** Size in pages of the native object in `slot`: 1..pagesPerObject, spread evenly. */
export function pagesOfSlot(plan: StackPlan, slot: number): number {
  return 1 + ((slot * 7) % plan.pagesPerObject);
}

/** Client that a thread (0-based index) acts for. */
export function clientOfThread(plan: StackPlan, threadIndex: number): number {
  return threadIndex % plan.clients;
}
