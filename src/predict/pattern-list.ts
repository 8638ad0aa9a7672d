import type { InstanceSearch } from './instance-search.ts';
import type { Link } from './link-table.ts';
import type { Judgement, PatternJudge } from './pattern-judge.ts';
import type { DeadlockPattern } from './prediction.ts';
import { isWeaker } from './rejection.ts';
import type { RunHistory } from './run-history.ts';

/**
 * The patterns found, each once: the same locks and the same places are the same pattern, whatever
 * the threads and the modes. One that is predicted in any of its forms is predicted.
 */
export class PatternList {
  readonly #history: RunHistory;
  readonly #judge: PatternJudge;
  readonly #patterns = new Map<string, DeadlockPattern>();
  readonly #search: InstanceSearch;
  #left: number;

  constructor(
    history: RunHistory,
    search: InstanceSearch,
    judge: PatternJudge,
    patternsMax: number,
  ) {
    this.#search = search;
    this.#history = history;
    this.#judge = judge;
    this.#left = patternsMax;
  }

  /** Judges all choices of links along a cycle; false: enough. */
  addCycle(locks: readonly number[], choices: readonly (readonly Link[])[]): boolean {
    return this.#choose(locks, choices, []);
  }

  told(): readonly DeadlockPattern[] {
    return [...this.#patterns.values()];
  }

  #choose(
    locks: readonly number[],
    choices: readonly (readonly Link[])[],
    links: readonly Link[],
  ): boolean {
    const further = choices[links.length];
    if (further !== undefined) {
      return further.every((link) => this.#choose(locks, choices, [...links, link]));
    }
    if (--this.#left < 0 || this.#search.exhausted) return false;
    const judgement = this.#judge.judge(locks, links);
    if (judgement !== null) this.#add(locks, links, judgement);
    return true;
  }

  #add(locks: readonly number[], links: readonly Link[], judgement: Judgement): void {
    const { acquisitions } = this.#history;
    const rows = links.flatMap(({ held, wanted }) =>
      [held, wanted].map((a) => acquisitions.rowOf(a)),
    );
    const key = `${locks}|${rows}`;
    const known = this.#patterns.get(key);
    const made = Math.min(...links.map(({ count }) => count));
    const occurrences = made + (known?.occurrences ?? 0);
    const told = known === undefined || isGraver(judgement, known) ? judgement : known;
    this.#patterns.set(key, { steps: told.steps, verdict: told.verdict, occurrences });
  }
}

function isGraver({ verdict }: Judgement, { verdict: known }: Judgement): boolean {
  if (known.kind === 'predicted') return false;
  return verdict.kind === 'predicted' || isWeaker(verdict, known);
}
