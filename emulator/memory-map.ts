import { type RegionRequest, defineRegion, word, words } from '../src/shared/layout.ts';
import { wordsOfBits } from './bit-set.ts';
import { PAGE_WORDS } from './page-bytes.ts';
import { type StackPlan, slotCount, slotsPerImporter } from './stack-plan.ts';

/**
 * THE declaration of the emulated stack's shared memory. "guard" = the design's guard of the
 * object's pages: whatever lock the design puts around the page steps.
 */

/** Timelines that a reservation can hold a fence of. */
export const ENGINES_MAX = 8;
/** Objects that one job can name. */
export const JOB_OBJECTS_MAX = 16;
/** Fills that one thread can have under way: an imported object's fills its exporter's inside. */
export const PENDING_DEPTH = 4;

export const OBJECT_STATE = { empty: 0, alive: 1, closed: 2, making: 3 } as const;
export const ADVICE_STATE = { willNeed: 0, dontNeed: 1, purged: 2 } as const;

/** One record per object slot. */
export const OBJECT = defineRegion({
  name: 'object',
  option: '--objects',
  stride: 'line',
  words: {
    state: word('who creates, closes or frees it', 'OBJECT_STATE; 0: empty slot'),
    generation: word('who creates it', 'bumped at each creation; 0: never used'),
    refs: word('any thread (compare-exchange, sub)', 'references; 0: dead or empty'),
    pins: word(
      'any thread (compare-exchange, sub)',
      'pages_pin_count; 0 to 1 only under the guard',
    ),
    resident: word('under the guard', '1: pages published; 0: none'),
    filler: word('who claims; cleared by it', 'thread id of the claim; 0: none'),
    inside: word('who is in a page step', 'thread id between step entry and exit; 0: none'),
    epoch: word('under the guard', 'bumped whenever pages come or go'),
    referenced: word('any thread', '1: used since the reclaimer last looked'),
    advice: word('any thread (compare-exchange)', 'ADVICE_STATE; 0: willneed'),
    content: word('under the guard, no pages', 'bumped at creation and purge: a new identity'),
    pages: word('who creates it', 'size in pages'),
    buffer: word('who creates it', 'native slot whose bytes it shows (its own, if native)'),
    client: word('who creates it', 'imported: client that imported it'),
  },
});

/** One record per (native slot, page): the backing store. */
export const BACKING = defineRegion({
  name: 'backing',
  option: '--pages',
  stride: 'packed',
  words: {
    frame: word('under the guard', 'frame of the page (page-frame.ts); 0: not resident'),
    written: word('any thread with a pin (add)', 'writes made to the page since creation or purge'),
    swapSlot: word('under the guard', 'swap slot + 1; 0: none'),
    swapVersion: word('under the guard', 'value of `written` that the swap slot holds'),
  },
});

/** One record per imported slot. */
export const ATTACHMENT = defineRegion({
  name: 'attachment',
  option: '--sharing',
  stride: 'line',
  words: {
    attached: word('under dma_buf.lock', '1: on the list of its dma-buf'),
    next: word('under dma_buf.lock', 'next attachment + 1 on that list; 0: last'),
    users: word('under the guard of map and unmap', 'users of the cached table; 0: not mapped'),
    table: word('under the guard of map and unmap', 'frame of the page with the sg table; 0: none'),
    deferred: word(
      'any thread (compare-exchange)',
      'users whose unmap was refused, to be tried again',
    ),
  },
});

/** One record per buffer. */
export const DMA_BUF = defineRegion({
  name: 'dmaBuf',
  option: '--objects',
  stride: 'line',
  words: {
    exported: word('under prime.lock of an exporting client', 'generation exported; 0: never'),
    first: word('under dma_buf.lock', 'first attachment + 1; 0: none'),
    attachments: word('under dma_buf.lock', 'length of that list'),
  },
});

/** One record per buffer: its reservation object. The lock that protects it is the design's. */
export const RESERVATION = defineRegion({
  name: 'reservation',
  option: '--objects',
  stride: 'line',
  words: {
    fences: words(ENGINES_MAX, 'submitter under the reservation', 'last seqno per engine; 0: none'),
  },
});

/** One record per client x slot. */
export const HANDLE = defineRegion({
  name: 'handle',
  option: '--sharing',
  stride: 'packed',
  words: {
    opened: word('under prime.lock', 'generation that this client imported; 0: no handle'),
    mapped: word('under mmap_lock', 'generation that this client has mapped; 0: not mapped'),
  },
});

/** One record per client x buffer x importing device. */
export const PRIME = defineRegion({
  name: 'prime',
  option: '--devices',
  stride: 'packed',
  words: { slot: word('under prime.lock', 'imported slot + 1 of that buffer; 0: not imported') },
});

export const POOL = defineRegion({
  name: 'pool',
  option: '--memory',
  stride: 'line',
  words: {
    free: word('any thread (compare-exchange, add)', 'pages free and not promised to anybody'),
    freeSwap: word('any thread (compare-exchange, add)', 'swap slots likewise'),
    waiters: word('any thread (add)', 'threads waiting a moment for a page to be freed'),
    freed: word('any thread (add)', 'event count those threads sleep on'),
    swapFile: word('coordinator, once', 'descriptor of the swap file + 1; 0: none'),
    kswapdAsleep: word('kswapd; cleared by who wakes it', '1: asleep'),
    kswapdWake: word('any thread (add)', 'event count that kswapd sleeps on'),
  },
});

/** One record per page of the pool. */
export const PAGE = defineRegion({
  name: 'page',
  option: '--memory',
  stride: 'packed',
  words: {
    owner: word('owner', 'object or table owner + 1 (page-pool.ts); 0: free'),
    generation: word('owner, when it frees it', 'times freed'),
  },
});

export const PAGE_DATA = defineRegion({
  name: 'pageData',
  option: '--memory',
  stride: 'line',
  words: { bytes: words(PAGE_WORDS, 'who has the page pinned', 'PageBytes; poison while free') },
});

/** Sets of numbers, one bit each (bit-set.ts). */
function bitRegion(name: string, option: string, meaning: string) {
  return defineRegion({
    name,
    option,
    stride: 'packed',
    words: { bits: word('any thread (compare-exchange, or)', meaning) },
  });
}

export const FREE_PAGES = bitRegion('freePages', '--memory', '1: page is free');
export const FREE_SWAP = bitRegion('freeSwap', '--objects', '1: slot is free');
export const FREE_IMPORTS = bitRegion('freeImports', '--sharing', '1: slot is free (per device)');
export const DEAD = bitRegion('dead', '--objects', '1: no references left, to be freed');
export const DEFERRED = bitRegion('deferred', '--sharing', '1: an unmap is to be tried again');

/** Record 0 is the list's head; record object + 1 its entry. */
export const LRU = defineRegion({
  name: 'lru',
  option: '--objects',
  stride: 'packed',
  words: {
    next: word('under lru_lock', 'next record'),
    previous: word('under lru_lock', 'previous record'),
    linked: word('under lru_lock', '1: on the list; in record 0: how many are'),
  },
});

/** One record per engine. */
export const RING = defineRegion({
  name: 'ring',
  option: 'none',
  stride: 'line',
  words: {
    tail: word('submitters (add)', 'last seqno given out; 0: none yet'),
    freeSlots: word('submitters (compare-exchange); engine (add)', 'jobs that may still be queued'),
    completed: word('engine', 'last seqno done'),
    asleep: word('engine; cleared by who wakes it', '1: asleep'),
    doorbell: word('submitters (add)', 'event count that the engine sleeps on'),
  },
});

/** One record per engine x ring slot. */
export const JOB = defineRegion({
  name: 'job',
  option: 'none',
  stride: 'line',
  words: {
    ready: word('submitter, last', 'seqno of the job whose words are complete; 0: none'),
    count: word('submitter', 'objects'),
    submitter: word('submitter', 'thread id'),
    objects: words(JOB_OBJECTS_MAX, 'submitter', 'pinned and referenced for the engine'),
    after: words(ENGINES_MAX, 'submitter', 'seqno of each other engine to wait for; 0: none'),
  },
});

/** One record per thread x depth: pages prepared by `fill` that nobody else can see yet. */
export const PENDING = defineRegion({
  name: 'pending',
  option: '--threads',
  stride: 'line',
  words: {
    object: word('own thread', 'object + 1; 0: no fill under way'),
    epoch: word('own thread', 'the object’s epoch when the fill began'),
    pages: word('own thread', 'frames prepared so far'),
  },
});

/** One record per thread x depth x page. */
export const PENDING_FRAME = defineRegion({
  name: 'pendingFrame',
  option: '--threads',
  stride: 'packed',
  words: { frame: word('own thread', 'frame of a prepared page') },
});

/** What each thread counts. One record per thread id. */
export const COUNTERS = defineRegion({
  name: 'stackCounters',
  option: '--threads',
  stride: 'line',
  words: {
    checked: word('own thread', 'pages of content verified'),
    corrupted: word('own thread', 'verifications that failed'),
    reclaimedDirect: word('own thread', 'pages freed by direct reclaim'),
    reclaimedKswapd: word('own thread', 'pages freed by kswapd'),
    reclaimedDriver: word('own thread', 'pages freed by a driver’s own eviction'),
    skippedBusy: word('own thread', 'victims that the design or a pin refused'),
    swappedOut: word('own thread', 'pages written to swap'),
    swappedIn: word('own thread', 'pages read from swap'),
    purged: word('own thread', 'objects whose content was dropped (DONTNEED)'),
    outOfMemory: word('own thread', 'allocations that failed after reclaim'),
    copies: word('own thread', 'pages copied by the engine'),
    conventions: word('own thread', 'steps entered against the locking convention'),
  },
});

/** All regions of the stack, sized for a plan. */
export function stackRegions(plan: StackPlan): RegionRequest[] {
  const slots = slotCount(plan);
  const importers = plan.devices - plan.firstImporter;
  const records = plan.threads + 1;
  return [
    { spec: OBJECT, records: slots },
    { spec: BACKING, records: plan.objects * plan.pagesPerObject },
    { spec: ATTACHMENT, records: plan.importedSlots },
    { spec: DMA_BUF, records: plan.objects },
    { spec: RESERVATION, records: plan.objects },
    { spec: HANDLE, records: plan.clients * slots },
    { spec: PRIME, records: plan.clients * plan.objects * importers },
    { spec: POOL, records: 1 },
    { spec: PAGE, records: plan.poolPages },
    { spec: PAGE_DATA, records: plan.poolPages },
    { spec: FREE_PAGES, records: wordsOfBits(plan.poolPages) },
    { spec: FREE_SWAP, records: wordsOfBits(plan.swapPages) },
    { spec: FREE_IMPORTS, records: importers * wordsOfBits(slotsPerImporter(plan)) },
    { spec: DEAD, records: wordsOfBits(slots) },
    { spec: DEFERRED, records: wordsOfBits(plan.importedSlots) },
    { spec: LRU, records: slots + 1 },
    { spec: RING, records: plan.engines },
    { spec: JOB, records: plan.engines * plan.ringSlots },
    { spec: PENDING, records: records * PENDING_DEPTH },
    { spec: PENDING_FRAME, records: records * PENDING_DEPTH * plan.pagesPerObject },
    { spec: COUNTERS, records },
  ];
}
