import { recordingRegions } from './event-regions.ts';
import { type RegionRequest, defineRegion, word, words } from './layout.ts';
import type { RunPlan } from './plan.ts';

/**
 * THE declaration of the instrument's shared memory. The emulated stack declares its own regions in
 * the same language; both lie in one SharedArrayBuffer. "own thread" = the thread whose record it is.
 */

/** Deepest stack of held locks; lockdep's MAX_LOCK_DEPTH. */
export const HELD_LOCKS_MAX = 48;
/** [lock index + 1, transition row] for each held lock, after one entry for the root. */
export const HELD_ENTRY_WORDS = 2;
/** Bits for the threads that may signal an event: as many as the stack can have threads. */
const SIGNALLER_WORDS = 4;
/** Distinct stacks of held locks (chains) that a run can tell apart unless its plan says otherwise. */
const CHAINS_DEFAULT = 4096;
/** Distinct sites (stack traces) that a run can name. */
const SITES_MAX = 1024;
const SITE_WORDS = 256;
/** Bytes of findings that a run can hold. */
const JOURNAL_WORDS = 1 << 20;
/** Distinct findings of a run; a power of two. */
export const JOURNAL_KEYS = 4096;
/** Waiter site x holder site pairs kept per thread and class. */
export const CONTENTION_POINTS = 16;
/** Log-linear histogram: 8 steps per power of two from 2^5 ns to 2^37 ns. */
export const HISTOGRAM_BUCKETS = 256;

/** Values of `control.phase`. */
export const PHASE = { gathering: 0, running: 1, stopping: 2, frozen: 3 } as const;

export const CONTROL = defineRegion({
  name: 'control',
  option: 'none',
  stride: 'line',
  words: {
    phase: word('coordinator; a thread that finds a deadlock under `stop`', 'PHASE; 0: gathering'),
    arrived: word('each thread once', 'threads at the start barrier'),
    liveWorkers: word(
      'coordinator before start; each worker as it leaves',
      'workers still working',
    ),
    stamp: word('any thread (add)', 'last acquire-context stamp given out'),
    graphLatch: word('holder', 'guards the chain table and order graph; 0: free'),
    reportLatch: word('holder', 'one deadlock is confirmed at a time; 0: free'),
    journalLatch: word('holder', 'guards the journal; 0: free'),
    journalBytes: word('holder of journalLatch', 'bytes of findings written'),
    journalLost: word('holder of journalLatch', 'findings that did not fit'),
    chains: word('holder of graphLatch', 'chain rows in use, the root included'),
    sites: word('holder of graphLatch', 'sites in use'),
    deadlocks: word('holder of reportLatch', 'deadlocks confirmed'),
    firstDeadlockAfter: word('holder of reportLatch', 'operations done when the first was found'),
  },
});

export const THREAD = defineRegion({
  name: 'thread',
  option: '--threads',
  stride: 'line',
  words: {
    // The first four are what a walk reads: 16 bytes, on one cache line wherever the buffer starts.
    waiting: word(
      'own thread; cleared by who ends the wait',
      'lock index + 1 waited for; 0: running',
    ),
    waitSeq: word('own thread', 'bumped at each begin of a wait'),
    waitMode: word('own thread', 'WAIT_MODE of that wait'),
    waitOwner: word('own thread', 'mutex: whom it found as owner, a hint; 0: unknown'),
    waitRow: word('own thread', 'transition row that the wanted acquisition leads to'),
    waitValue: word(
      'own thread',
      'fence: sequence number; completion: generation; ww-mutex: 1 under a context; rw-semaphore: mode',
    ),
    verdict: word('who ends the wait', 'WAIT_VERDICT; 0: still waiting'),
    departed: word('own thread', '1: its program has ended, what it holds stays held; 0: at work'),
    park: word('any thread that wakes this one (add)', 'event count this thread sleeps on'),
    queueNext: word('holder of the lock’s latch', 'next thread id in a wait queue; 0: last'),
    stamp: word('own thread', 'stamp of its live acquire context; 0: none'),
    contextLocks: word('own thread', 'ww-mutexes held under that context'),
    wounded: word('an older transaction', 'stamp of the context to back off; 0: none'),
    operation: word('own thread', 'number of the operation it performs; 0: idle'),
    operations: word('own thread', 'operations completed (wraps at 2^32)'),
    refusals: word('own thread', 'operations that ended in a refusal (deadlock, busy, back-off)'),
    // Five that compiled code reads together (src/lock/fast/mutex.wat).
    heldTop: word('own thread', 'index of the first free entry of `held`'),
    id: word('own thread, once', 'its id'),
    clockMask: word(
      'own thread, once',
      'an acquisition without these bits in its count is clocked',
    ),
    firstWaiting: word('own thread, once', 'address in bytes of word `waiting` of thread 0'),
    recordBytes: word('own thread, once', 'from there to that of the next thread'),
    held: words((HELD_LOCKS_MAX + 2) * HELD_ENTRY_WORDS, 'own thread', 'held locks, oldest first'),
  },
});

export const LOCK = defineRegion({
  name: 'lock',
  option: '--objects',
  stride: 'line',
  words: {
    state: word('any thread (compare-exchange)', 'see the state table of the lock; 0: free'),
    latch: word('holder', 'guards the wait queue; 0: free'),
    queueHead: word('holder of the latch', 'first waiting thread id; 0: none'),
    queueTail: word('holder of the latch', 'last waiting thread id; 0: none'),
    signaller: word('who promises to complete it', 'thread id; 0: unknown'),
    signallers: words(
      SIGNALLER_WORDS,
      'own bit of each thread (or, and)',
      'listed events: threads that may signal it, bit id - 1',
    ),
  },
});

/** One record per chain: how it was first reached. Record 0 is no chain. */
export const CHAIN = defineRegion({
  name: 'chain',
  option: '--chains',
  stride: 'packed',
  words: {
    parent: word('holder of graphLatch', 'chain below; 0: this is a root'),
    slot: word('holder of graphLatch', 'acquisition slot on top (see lock-registry)'),
    site: word('holder of graphLatch', 'site of its first acquisition'),
    thread: word('holder of graphLatch', 'thread id that first took it'),
    operation: word('holder of graphLatch', 'operation in which it was first taken'),
  },
});

/** Text of each site, UTF-8, length first. */
export const SITE = defineRegion({
  name: 'site',
  option: 'none',
  stride: 'packed',
  words: {
    bytes: word('holder of graphLatch', 'length of the text in bytes'),
    text: words(SITE_WORDS - 1, 'holder of graphLatch', 'UTF-8'),
  },
});

export const JOURNAL = defineRegion({
  name: 'journal',
  option: 'none',
  stride: 'packed',
  words: {
    keys: words(JOURNAL_KEYS, 'holder of journalLatch', 'hash of each key written; 0: free'),
    text: words(JOURNAL_WORDS, 'holder of journalLatch', 'findings, one JSON line each'),
  },
});

/** One record per thread x class. Times in nanoseconds as two words: low and high 32 bits. */
export const CLASS_STATS = defineRegion({
  name: 'classStats',
  option: 'none',
  stride: 'packed',
  words: {
    briefClocked: word('own thread', 'brief waits that were clocked, see SLOT_COUNTS'),
    contended: word('own thread', 'other acquisitions that had to wait'),
    tryFailed: word('own thread', 'try-acquisitions refused'),
    backOffs: word('own thread', 'back-off values given'),
    timeOuts: word('own thread', 'timed acquisitions that ran out'),
    deadlocks: word('own thread', 'deadlock values given'),
    ownerChanges: word(
      'own thread',
      'contended acquisitions that took the lock over from another thread',
    ),
    holds: word('own thread', 'holds that were clocked'),
    briefNs: words(2, 'own thread', 'total of the clocked brief waits, float64'),
    waitNs: words(2, 'own thread', 'total wait, float64'),
    waitNsMax: words(2, 'own thread', 'longest wait, float64'),
    holdNs: words(2, 'own thread', 'total of the clocked holds, float64'),
    holdNsMax: words(2, 'own thread', 'longest clocked hold, float64'),
    waitHistogram: words(HISTOGRAM_BUCKETS, 'own thread', 'waits per bucket'),
    holdHistogram: words(HISTOGRAM_BUCKETS, 'own thread', 'clocked holds per bucket'),
    points: words(CONTENTION_POINTS * 4, 'own thread', 'waiter row, holder row, count, unused'),
  },
});

/** One record per thread x operation, in a run that clocks them. Refused operations do not count. */
export const OPERATION_LATENCY = defineRegion({
  name: 'operationLatency',
  option: 'none',
  stride: 'packed',
  words: {
    totalNs: words(2, 'own thread', 'total time of the operations done, float64'),
    maxNs: words(2, 'own thread', 'longest of them, float64'),
    histogram: words(HISTOGRAM_BUCKETS, 'own thread', 'operations done per bucket'),
  },
});

/** What the system charged each thread while it worked: one record per thread. */
export const THREAD_CPU = defineRegion({
  name: 'threadCpu',
  option: 'none',
  stride: 'line',
  words: {
    runNs: words(2, 'own thread', 'time on a processor, float64'),
    waitedNs: words(2, 'own thread', 'time runnable without a processor, float64'),
    voluntarySwitches: word('own thread', 'times it gave its processor up, to sleep'),
    involuntarySwitches: word('own thread', 'times its processor was taken from it'),
    known: word('own thread', '1: the words above are told; 0: not yet, or nobody tells them'),
  },
});

/** A row of the chain automaton: for each slot the row that acquiring it leads to; 0: not seen. */
function transitionRegion(slots: number) {
  return defineRegion({
    name: 'transition',
    option: 'none',
    stride: 'packed',
    words: { next: words(slots, 'holder of graphLatch', 'row reached by each slot; 0: unseen') },
  });
}

/** Order graph: for each pair of nodes the kinds of dependency seen, and the chain that showed each. */
function orderEdgeRegion(nodes: number) {
  return defineRegion({
    name: 'orderEdge',
    option: 'none',
    stride: 'packed',
    words: {
      kinds: words(nodes, 'holder of graphLatch', 'bit set of dependency kinds from -> to'),
      chain: words(nodes, 'holder of graphLatch', 'chain in which from -> to was first seen'),
    },
  });
}

/**
 * Of each slot: acquisitions, and how many of them had to wait, but briefly: it was over before it was
 * made known. Side by side, for compiled code (src/lock/fast/mutex.wat).
 */
export const SLOT_COUNTS = 2;

/** One record per thread: its counts by each slot, on lines of its own. */
function acquisitionRegion(slots: number) {
  return defineRegion({
    name: 'acquisitions',
    option: 'none',
    stride: 'line',
    words: {
      counts: words(slots * SLOT_COUNTS, 'own thread', 'SLOT_COUNTS by each slot (wrap at 2^32)'),
    },
  });
}

export interface RegistrySizes {
  readonly slots: number;
  readonly nodes: number;
}

/** The plan-sized regions, opened by both sides with the same figures. */
export function sizedRegions(sizes: RegistrySizes) {
  return {
    transition: transitionRegion(sizes.slots),
    orderEdge: orderEdgeRegion(sizes.nodes),
    acquisitions: acquisitionRegion(sizes.slots),
  };
}

/** All regions of the instrument, sized for a plan. */
export function instrumentRegions(plan: RunPlan, sizes: RegistrySizes): RegionRequest[] {
  const { transition, orderEdge, acquisitions } = sizedRegions(sizes);
  const threads = plan.threads.length + 1;
  const chains = 1 + plan.operations.length + (plan.chains ?? CHAINS_DEFAULT);
  const classes = plan.locks.classes.length;
  return [
    ...recordingRegions(plan),
    { spec: CONTROL, records: 1 },
    { spec: THREAD, records: threads },
    { spec: THREAD_CPU, records: threads },
    { spec: LOCK, records: plan.locks.locks.length },
    { spec: CHAIN, records: chains },
    { spec: transition, records: chains },
    { spec: orderEdge, records: sizes.nodes },
    { spec: SITE, records: SITES_MAX },
    { spec: JOURNAL, records: 1 },
    { spec: acquisitions, records: threads },
    { spec: CLASS_STATS, records: threads * classes },
    ...(plan.latency === true
      ? [{ spec: OPERATION_LATENCY, records: threads * plan.operations.length }]
      : []),
  ];
}
