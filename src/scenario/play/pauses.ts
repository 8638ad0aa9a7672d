import { Random } from '../../base/random.ts';

/** How a round is played: how many operations are held up, and for how long at most. */
interface Style {
  readonly percent: number;
  readonly microseconds: number;
}

/**
 * Every interleaving is one of who was late where. Some rounds run through, some meet at the same
 * place, some are torn apart.
 */
const STYLES: readonly Style[] = [
  { percent: 50, microseconds: 150 },
  { percent: 100, microseconds: 300 },
  { percent: 0, microseconds: 0 },
  { percent: 20, microseconds: 400 },
  { percent: 90, microseconds: 60 },
];
/** Pauses of a round, at most: a long program is not to be slow above all. */
const PAUSES_MAX = 60;
const SPINS_MAX = 400;

/** Random short waits between the operations of one thread; all threads draw one style a round. */
export class Pauses {
  readonly #random: Random;
  readonly #seed: number;
  readonly #percentMax: number;
  /** A word that nobody ever writes or wakes. */
  readonly #bed = new Int32Array(new SharedArrayBuffer(4));
  #style: Style = STYLES[0] as Style;

  constructor(random: Random, seed: number, steps: number) {
    this.#random = random;
    this.#seed = seed;
    this.#percentMax = (100 * PAUSES_MAX) / Math.max(steps, 1);
  }

  beginRound(round: number): void {
    const random = new Random(this.#seed).fork(round, 'round');
    const style = STYLES[random.below(STYLES.length, 'style of a round')] as Style;
    this.#style = { ...style, percent: Math.min(style.percent, this.#percentMax) };
  }

  before(): void {
    const { percent, microseconds } = this.#style;
    if (this.#random.below(10_000, 'pause or not') >= percent * 100) return;
    this.#sleep(this.#random.below(microseconds, 'length of a pause'));
  }

  /** The operation that does nothing else. */
  work(): void {
    const spins = this.#random.below(SPINS_MAX, 'work');
    for (let spin = 0; spin < spins; spin++) Atomics.load(this.#bed, 0);
  }

  #sleep(microseconds: number): void {
    if (microseconds > 0) Atomics.wait(this.#bed, 0, 0, microseconds / 1000);
  }
}
