import type { Machine } from './machine.ts';
import type { Choices } from './schedule-run.ts';

interface Node {
  readonly choices: readonly number[];
  at: number;
  /** Preemptions made before this node. */
  readonly preemptions: number;
  readonly last: number;
}

/**
 * Depth first over all schedules with at most `preemptions` preemptions. Runs are made again from
 * the start (no state is saved); a state that was met before, with as many preemptions left, is not
 * explored twice.
 */
export class ExhaustiveSearch {
  readonly #run: Choices;
  readonly #machine: Machine;
  readonly #preemptions: number;
  readonly #path: Node[] = [];
  /** Fewest preemptions with which each state was reached. */
  readonly #seen = new Map<number, number>();

  constructor(run: Choices, machine: Machine, preemptions: number) {
    this.#run = run;
    this.#machine = machine;
    this.#preemptions = preemptions;
  }

  get states(): number {
    return this.#seen.size;
  }

  /** Runs one schedule, up to its end or to a known state. */
  runOne(): void {
    const run = this.#run;
    run.begin();
    for (let depth = 0; ; depth++) {
      const offered = run.offered();
      if (offered.length === 0) return;
      if (depth === this.#path.length && !this.#open(offered)) return;
      const node = this.#path[depth] as Node;
      run.take(node.choices[node.at] as number);
    }
  }

  /** Moves to the next schedule; false when there is none left. */
  advance(): boolean {
    for (;;) {
      const node = this.#path.at(-1);
      if (node === undefined) return false;
      node.at++;
      if (node.at < node.choices.length) return true;
      this.#path.pop();
    }
  }

  /** A new node at the end of the path; false when its state is known already. */
  #open(offered: readonly number[]): boolean {
    const { last } = this.#run;
    const parent = this.#path.at(-1);
    const used = parent === undefined ? 0 : this.#usedAfter(parent);
    const goesOn = offered.includes(last);
    const bounded = this.#preemptions !== Infinity;
    const key = this.#machine.stateKey(bounded && goesOn ? last : -1);
    const before = this.#seen.get(key);
    if (before !== undefined && (!bounded || before <= used)) return false;
    this.#seen.set(key, used);
    const ordered = goesOn ? [last, ...offered.filter((index) => index !== last)] : offered;
    const choices = goesOn && used >= this.#preemptions ? [last] : ordered;
    this.#path.push({ choices, at: 0, preemptions: used, last: goesOn ? last : -1 });
    return true;
  }

  #usedAfter({ choices, at, preemptions, last }: Node): number {
    return last >= 0 && choices[at] !== last ? preemptions + 1 : preemptions;
  }
}
