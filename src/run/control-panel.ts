import { CONTROL, PHASE } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** The coordinator's hand on a run: the CONTROL record, without ever blocking. */
export class ControlPanel {
  readonly #i32: Int32Array;
  readonly #base: number;
  readonly #word: SharedMemoryWords;

  constructor(memory: SharedMemory) {
    const region = memory.region(CONTROL);
    this.#i32 = memory.i32;
    this.#base = region.at(0);
    this.#word = region.word;
  }

  get phase(): number {
    return this.#load('phase');
  }

  get frozen(): boolean {
    return this.phase === PHASE.frozen;
  }

  get arrived(): number {
    return this.#load('arrived');
  }

  get liveWorkers(): number {
    return this.#load('liveWorkers');
  }

  get deadlocks(): number {
    return this.#load('deadlocks') >>> 0;
  }

  /** Operations that were done when the first deadlock was confirmed; meaningless without one. */
  get firstDeadlockAfter(): number {
    return this.#load('firstDeadlockAfter') >>> 0;
  }

  /** Opens the start barrier for `workers` workers; pairs with the threads' wait on the phase word. */
  run(workers: number): void {
    Atomics.store(this.#i32, this.#base + this.#word.liveWorkers, workers);
    this.#move(PHASE.gathering, PHASE.running);
  }

  /** Tells all threads to leave. A frozen run stays frozen until its state has been read. */
  stop(): void {
    if (!this.#move(PHASE.gathering, PHASE.stopping)) this.#move(PHASE.running, PHASE.stopping);
  }

  /** A thread may freeze the run at any moment, so a phase is never overwritten blindly. */
  #move(from: number, to: number): boolean {
    const index = this.#base + this.#word.phase;
    const moved = Atomics.compareExchange(this.#i32, index, from, to) === from;
    if (moved) Atomics.notify(this.#i32, index);
    return moved;
  }

  #load(name: keyof SharedMemoryWords): number {
    return Atomics.load(this.#i32, this.#base + this.#word[name]);
  }
}

type SharedMemoryWords = { readonly [K in keyof (typeof CONTROL)['words']]: number };
