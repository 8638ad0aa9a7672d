import type { Instance, InstanceSearch } from './instance-search.ts';
import type { Link, LinkTable, Strand } from './link-table.ts';
import { StrandPairs } from './strand-pairs.ts';
import type { PatternStep, PatternVerdict } from './prediction.ts';
import { isWeaker, type Refusal } from './rejection.ts';
import type { RunHistory } from './run-history.ts';

export interface Judgement {
  readonly steps: readonly PatternStep[];
  readonly verdict: PatternVerdict;
}

/** A strand in its part: what the thread wants, and how. */
interface Part {
  readonly strand: Strand;
  readonly holds: number;
  readonly wants: number;
  /** A queued writer holds nothing of the pattern. */
  readonly queues: boolean;
}

/** Threads considered for a step, at most: for one pattern, and for all. */
const CHOICES_OF_PATTERN_MAX = 20_000;
const CHOICES_MAX = 20_000_000;

/**
 * Judges one cycle of links: the locks `locks[i]`, held by a thread that wants the next. Tries every
 * choice of distinct threads until one is predicted.
 *
 * A reader waits for a reader only behind a writer in the queue. Such a step needs a further thread
 * that asks for the same lock as a writer, and is not in the way otherwise.
 */
export class PatternJudge {
  /** Not all choices were tried. */
  truncated = false;
  readonly #history: RunHistory;
  readonly #table: LinkTable;
  readonly #search: InstanceSearch;
  readonly #pairs: StrandPairs;
  #locks: readonly number[] = [];
  #links: readonly Link[] = [];
  /** Steps where a reader waits for a reader. */
  #behindWriter: readonly number[] = [];
  #chosen: Part[] = [];
  #choicesLeft = CHOICES_MAX;
  /** Where to stop with the pattern at hand. */
  #choicesLeast = 0;
  #best: { readonly refusal: Refusal; readonly steps: readonly PatternStep[] } | null = null;

  constructor(history: RunHistory, table: LinkTable, search: InstanceSearch) {
    this.#history = history;
    this.#table = table;
    this.#search = search;
    this.#pairs = new StrandPairs(search);
  }

  /** Null: nothing to tell. A shorter cycle tells it, or the search is exhausted. */
  judge(locks: readonly number[], links: readonly Link[]): Judgement | null {
    this.#locks = locks;
    this.#links = links;
    this.#chosen = [];
    this.#choicesLeast = Math.max(0, this.#choicesLeft - CHOICES_OF_PATTERN_MAX);
    this.#best = null;
    const { acquisitions } = this.#history;
    const steps = [...locks.keys()];
    const givingUp = links.find(({ wanted }) => acquisitions.givesUp(wanted));
    if (givingUp !== undefined) {
      const object = acquisitions.lockOf(givingUp.wanted);
      return this.#rejected(this.#anySteps(), { reason: 'gives-up', object });
    }
    this.#behindWriter = steps.filter((i) => this.#readsBehindReader(i));
    if (!this.#canBeDistinct(0, [])) return this.#fewThreads();
    const found = this.#chooseFrom(0);
    if (found !== null) return found;
    const best = this.#best as unknown as { refusal: Refusal; steps: readonly PatternStep[] };
    if (this.#search.exhausted || this.#toldByShorter(best.refusal)) return null;
    return this.#rejected(best.steps, best.refusal);
  }

  #readsBehindReader(i: number): boolean {
    const { acquisitions } = this.#history;
    const next = this.#links[(i + 1) % this.#links.length] as Link;
    return (
      acquisitions.isShared((this.#links[i] as Link).wanted) && acquisitions.isShared(next.held)
    );
  }

  /** A gate that is itself one of the cycle's locks: who holds two of them cuts the cycle short. */
  #toldByShorter({ reason, object }: Refusal): boolean {
    return reason === 'gate-lock' && this.#locks.includes(object);
  }

  #canBeDistinct(step: number, taken: readonly number[]): boolean {
    const link = this.#links[step];
    if (link === undefined) return true;
    return link.strands.some(
      ({ thread }) => !taken.includes(thread) && this.#canBeDistinct(step + 1, [...taken, thread]),
    );
  }

  /** The cycle exists, but fewer threads made it than it has steps. */
  #fewThreads(): Judgement | null {
    const strands = this.#links.map((link) => link.strands[0] as Strand);
    const threads = new Set(
      this.#links.flatMap((link) => link.strands.map(({ thread }) => thread)),
    );
    if (threads.size === 1 && !this.#isNested(strands)) {
      return this.#rejected(this.#anySteps(), { reason: 'same-thread', object: -1 });
    }
    if (this.#isNested(strands)) return null;
    // Whoever makes two steps has given up the lock of the one before it makes the other.
    const twice = strands.findIndex(({ thread }, i) =>
      strands.some((other, j) => j !== i && other.thread === thread),
    );
    const object = this.#locks[twice] as number;
    return this.#rejected(this.#anySteps(), { reason: 'released-between', object });
  }

  /** Whether a thread holds the locks of two steps at once: then a shorter cycle has its order too. */
  #isNested(strands: readonly Strand[]): boolean {
    return strands.some((strand, i) =>
      strands.some(
        (other, j) =>
          j !== i &&
          other.thread === strand.thread &&
          strand.held.every((held) => held.has(this.#locks[j] as number)),
      ),
    );
  }

  /** Chooses the threads of the steps from `step` on. */
  #chooseFrom(step: number): Judgement | null {
    const link = this.#links[step];
    if (link === undefined) return this.#chooseWriters(0);
    const holds = this.#locks[step] as number;
    const wants = this.#locks[(step + 1) % this.#locks.length] as number;
    return this.#choose(link.strands, { holds, wants, queues: false }, () =>
      this.#chooseFrom(step + 1),
    );
  }

  #chooseWriters(reader: number): Judgement | null {
    const step = this.#behindWriter[reader];
    if (step === undefined) return this.#tryChosen();
    const lock = (this.#chosen[step] as Part).wants;
    const writers = this.#table.writers(lock);
    const taken = this.#chosen.map(({ strand }) => strand.thread);
    if (writers.every(({ thread }) => taken.includes(thread))) {
      this.#note({ reason: 'readers-only', object: lock });
      return null;
    }
    return this.#choose(writers, { holds: lock, wants: lock, queues: true }, () =>
      this.#chooseWriters(reader + 1),
    );
  }

  #choose(
    strands: readonly Strand[],
    part: Omit<Part, 'strand'>,
    further: () => Judgement | null,
  ): Judgement | null {
    for (const strand of strands) {
      if (this.#chosen.some((each) => each.strand.thread === strand.thread)) continue;
      const refusal = this.#refusalBeside(strand);
      this.#chosen.push({ strand, ...part });
      if (refusal !== null) this.#note(refusal);
      const found = refusal !== null ? null : further();
      this.#chosen.pop();
      if (found !== null) return found;
      if (--this.#choicesLeft < this.#choicesLeast && this.#best !== null) {
        this.truncated = true;
        return null;
      }
    }
    return null;
  }

  /** Why the strand cannot wait together with one of those chosen before. */
  #refusalBeside(strand: Strand): Refusal | null {
    for (const { strand: other } of this.#chosen) {
      const refusal = this.#pairs.refusalOf(other, strand);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  #tryChosen(): Judgement | null {
    const found = this.#search.find(this.#chosen.map(({ strand }) => strand));
    if ('reason' in found) {
      this.#note(found);
      return null;
    }
    return this.#predicted(found);
  }

  #predicted({ events, witness }: Instance): Judgement {
    const parts = this.#chosen.map((part, i) => this.#step(part, events[i] as number));
    return { steps: this.#inOrder(parts), verdict: { kind: 'predicted', witness } };
  }

  /** Each writer after the reader that it keeps out. */
  #inOrder(parts: readonly PatternStep[]): readonly PatternStep[] {
    const steps = parts.slice(0, this.#links.length);
    return steps.flatMap((step, i) => {
      const writer = parts[this.#links.length + this.#behindWriter.indexOf(i)];
      return this.#behindWriter.includes(i) && writer !== undefined ? [step, writer] : [step];
    });
  }

  /** Remembers what speaks against the choice at hand, unless another choice is safer by less. */
  #note(refusal: Refusal): void {
    if (this.#best !== null && !isWeaker(refusal, this.#best.refusal)) return;
    const all = this.#anySteps();
    const steps = all.map((step, i) => {
      const part = this.#chosen[i];
      return part === undefined ? step : this.#step(part, part.strand.events[0] as number);
    });
    this.#best = { refusal, steps };
  }

  #anySteps(): readonly PatternStep[] {
    return this.#links.map((link, i) => {
      const [holds, wants] = [this.#locks[i], this.#locks[(i + 1) % this.#locks.length]];
      const strand = link.strands[0] as Strand;
      const part = { strand, holds: holds as number, wants: wants as number, queues: false };
      return this.#step(part, strand.events[0] as number);
    });
  }

  #step({ strand: { thread }, holds, wants, queues }: Part, event: number): PatternStep {
    const { sections } = this.#history;
    const heldEvent = queues
      ? event
      : sections.start[sections.latest(sections.laneOf(holds, thread), event - 1)];
    return { thread, holds, wants, event, heldEvent: heldEvent as number };
  }

  #rejected(steps: readonly PatternStep[], refusal: Refusal): Judgement {
    return { steps, verdict: { kind: 'rejected', ...refusal } };
  }
}
