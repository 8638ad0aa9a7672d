/** One place where a lock or a step may refuse, and what it may say there. */
interface RefusalPoint {
  readonly what: string;
  readonly answers: readonly string[];
}

/** Which answer to give at which point, counted from 0 in the order in which they are passed. */
export interface Injection {
  readonly point: number;
  readonly answer: string;
}

/** Counts the points that a run passes and refuses at the planned ones. */
export class RefusalPlan {
  readonly passed: RefusalPoint[] = [];
  readonly #injections: readonly Injection[];

  constructor(injections: readonly Injection[] = []) {
    this.#injections = injections;
  }

  /** The planned answer of this point, or null: go on as if nothing were. */
  at<A extends string>(what: string, answers: readonly A[]): A | null {
    const point = this.passed.length;
    this.passed.push({ what, answers });
    const injection = this.#injections.find((planned) => planned.point === point);
    if (injection === undefined || !answers.includes(injection.answer as A)) return null;
    return injection.answer as A;
  }

  /** Every single refusal at the points from `from` on. */
  injections(from = 0): Injection[] {
    return this.passed
      .flatMap(({ answers }, point) => answers.map((answer) => ({ point, answer })))
      .filter(({ point }) => point >= from);
  }

  describe(): string {
    return this.#injections
      .map(({ point, answer }) => `${answer} at ${point} (${this.passed[point]?.what})`)
      .join(', ');
  }
}
