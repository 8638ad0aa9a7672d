import { type Crash, describeCrash } from './crash.ts';

type Launch = (signal: AbortSignal) => Promise<unknown>;

/** `ended`: on our order (aborted); `crashed`: without it. */
export type ThreadEnding = 'running' | 'returned' | 'ended' | 'crashed';

/** One run of the crew: how each of its threads fares. Thread indices are those of the plan. */
export class CrewRun {
  readonly #controllers: readonly AbortController[];
  readonly #endings: ThreadEnding[];
  readonly #crashes: Crash[] = [];
  readonly #lostWorkersEnd: () => Promise<void>;
  #announce: () => void = () => undefined;
  #nextEnding: Promise<void> = this.#promise();

  constructor(launches: readonly Launch[], lostWorkersEnd: () => Promise<void>) {
    this.#lostWorkersEnd = lostWorkersEnd;
    this.#endings = launches.map(() => 'running');
    this.#controllers = launches.map(() => new AbortController());
    launches.forEach((launch, index) => void this.#follow(launch, index));
  }

  endingOf(threadIndex: number): ThreadEnding {
    return this.#endings[threadIndex];
  }

  get runningCount(): number {
    return this.#endings.filter((ending) => ending === 'running').length;
  }

  /** Every thread came back by itself. */
  get complete(): boolean {
    return this.#endings.every((ending) => ending === 'returned');
  }

  /** In the order in which they happened. */
  get crashes(): readonly Crash[] {
    return this.#crashes;
  }

  /** Resolves when a thread ends, in whatever way. */
  get nextEnding(): Promise<void> {
    return this.#nextEnding;
  }

  /** Resolves when no thread runs any more. */
  async done(): Promise<void> {
    while (this.runningCount > 0) await this.nextEnding;
  }

  /** Ends all threads that still run, also those asleep in Atomics.wait; resolves when they have. */
  async abort(): Promise<void> {
    this.#endings.forEach((ending, index) => {
      if (ending === 'running') this.#controllers[index].abort();
    });
    await this.done();
    await this.#lostWorkersEnd();
  }

  /** The pool lost a worker that no task answers for: every running thread counts as crashed. */
  fail(reason: unknown): void {
    for (const index of this.#endings.keys()) this.#settle(index, reason);
  }

  async #follow(launch: Launch, index: number): Promise<void> {
    try {
      await launch(this.#controllers[index].signal);
      this.#end(index, 'returned');
    } catch (reason) {
      this.#settle(index, reason);
    }
  }

  #settle(index: number, reason: unknown): void {
    if (this.#endings[index] !== 'running') return;
    const ordered = this.#controllers[index].signal.aborted;
    if (!ordered) this.#crashes.push(describeCrash(index, reason));
    this.#end(index, ordered ? 'ended' : 'crashed');
  }

  #end(index: number, ending: ThreadEnding): void {
    if (this.#endings[index] !== 'running') return;
    this.#endings[index] = ending;
    const announce = this.#announce;
    this.#nextEnding = this.#promise();
    announce();
  }

  #promise(): Promise<void> {
    return new Promise((resolve) => {
      this.#announce = resolve;
    });
  }
}
