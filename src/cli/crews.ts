import { Crew } from '../run/crew.ts';

/** Warm crews, one for each number of threads. */
export class Crews {
  readonly #bySize = new Map<number, Crew>();

  of(threads: number): Crew {
    const crew = this.#bySize.get(threads) ?? new Crew();
    this.#bySize.set(threads, crew);
    return crew;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#bySize.values()].map((crew) => crew.close()));
  }
}
