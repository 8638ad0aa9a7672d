import type { EventRing } from '../shared/event-ring.ts';
import { EVENT } from '../shared/event-trace.ts';

/** What a thread records of itself, besides what its locks record. Threads by their 1-based id. */
export class ThreadEvents {
  readonly #ring: EventRing;
  readonly #id: number;

  constructor(ring: EventRing, id: number) {
    this.#ring = ring;
    this.#id = id;
  }

  /** Everybody starts over: nothing of what was recorded before can be exchanged with what follows. */
  round(number: number): void {
    this.#ring.push(EVENT.round, number, 0);
  }

  begin(): void {
    this.#ring.push(EVENT.begin, this.#id, 0);
  }

  end(): void {
    this.#ring.push(EVENT.end, this.#id, 0);
  }

  /** Before that thread can begin. */
  spawn(thread: number): void {
    this.#ring.push(EVENT.spawn, thread, 0);
  }

  /** That thread has ended. */
  join(thread: number): void {
    this.#ring.push(EVENT.join, thread, 0);
  }
}
