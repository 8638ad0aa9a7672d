import type { EventTrace } from '../../shared/event-trace.ts';
import { EVENT_RECORD_WORDS, eventRegions } from '../../shared/event-regions.ts';
import type { RunPlan } from '../../shared/plan.ts';
import type { SharedMemory } from '../../shared/shared-memory.ts';

/** What the threads of a run recorded, put into one order. */
export interface RecordedRun {
  readonly trace: EventTrace;
  /** Index of the event from which on no ring has lost any; 0: the record is whole. */
  readonly since: number;
}

/** Null where the plan asks for no record. The threads have come back, were ended or are stuck. */
export function readRecordedRun(memory: SharedMemory, plan: RunPlan): RecordedRun | null {
  const { events = 0, threads, locks, level } = plan;
  if (events === 0 || level === 'off') return null;
  const rings = threads.map((_, index) => new RingReader(memory, events, index + 1));
  const count = rings.reduce((sum, ring) => sum + ring.left, 0);
  const trace = {
    count,
    threads: threads.length,
    objects: locks.locks.length,
    kind: new Uint8Array(count),
    thread: new Uint16Array(count),
    object: new Int32Array(count),
    row: new Int32Array(count),
  };
  let since = 0;
  for (let event = 0; event < count; event++) {
    const ring = oldestOf(rings);
    // What a ring has lost came before what it has left.
    if (ring.hasLost && ring.isUntouched) since = event;
    ring.moveInto(trace, event);
  }
  return { trace, since };
}

/** The ring with the oldest event that is left. Threads are few. */
function oldestOf(rings: readonly RingReader[]): RingReader {
  let oldest = rings[0];
  for (const ring of rings) if (ring.age > oldest.age) oldest = ring;
  return oldest;
}

/** Reads the ring of one thread, oldest event first. */
class RingReader {
  readonly thread: number;
  /** Events have been overwritten. */
  readonly hasLost: boolean;
  isUntouched = true;
  /** Events drawn since the oldest that is left; -1: none is left. */
  age = -1;
  left: number;
  readonly #i32: Int32Array;
  readonly #ring: number;
  readonly #now: number;
  readonly #capacity: number;
  #next: number;

  constructor(memory: SharedMemory, capacity: number, thread: number) {
    const { eventClock, events } = eventRegions(capacity);
    const clock = memory.region(eventClock);
    const ring = memory.region(events);
    const count = memory.i32[ring.at(thread) + ring.word.count] >>> 0;
    this.thread = thread;
    this.hasLost = count >= capacity;
    // A thread that was ended in the middle may have spoilt the oldest one of a full ring.
    this.left = Math.min(count, capacity - 1);
    this.#i32 = memory.i32;
    this.#ring = ring.at(thread) + ring.word.ring;
    this.#now = memory.i32[clock.base + clock.word.next];
    this.#capacity = capacity;
    this.#next = count - this.left;
    this.#look();
  }

  moveInto(trace: EventTrace, event: number): void {
    const at = this.#at();
    trace.kind[event] = this.#i32[at + 1];
    trace.thread[event] = this.thread;
    trace.object[event] = this.#i32[at + 2];
    trace.row[event] = this.#i32[at + 3];
    this.isUntouched = false;
    this.left--;
    this.#next++;
    this.#look();
  }

  #look(): void {
    // The count of stamps wraps: what matters is the distance to its end.
    this.age = this.left === 0 ? -1 : (this.#now - this.#i32[this.#at()]) >>> 0;
  }

  #at(): number {
    return this.#ring + (this.#next & (this.#capacity - 1)) * EVENT_RECORD_WORDS;
  }
}
