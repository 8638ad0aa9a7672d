import { UsageError } from '../base/errors.ts';
import type { StackProgram, ExploredProgram } from './program.ts';
import { type RecordedDecision, type Recording, type ToldWait, choicesOf } from './recording.ts';
import { kindOfRecording } from './shrink-kind.ts';
import { shortestList } from './shrink-list.ts';

/** A program, and who is to run at each decision; `NOBODY`, or none: no switch but a forced one. */
export interface ShrinkCandidate {
  readonly program: ExploredProgram;
  readonly choices: readonly string[];
}

/** Runs a candidate; null: it cannot be run, or was interrupted. */
export type TryOut = (candidate: ShrinkCandidate) => Promise<Recording | null>;

/** A choice that forces nobody: who runs goes on, else the first that can. */
const NOBODY = '';

/** Sizes of a program in the stack that count something; it has others, that are shares. */
const SIZES = ['operations', 'threads', 'objects'];
/** Fewer decisions than this have no turns to gather. */
const STRETCH_LEAST = 3;
/** Decisions that a straight run may make beyond those of the recording. */
const DECISIONS_MORE = 64;

/**
 * Makes a recording smaller by trying it out: smaller sizes of the stack first, then the plainest
 * schedule, then forced switches. For what cannot be run on the model; each try takes as long as a run.
 */
export class TriedShrinker {
  /** The smallest so far. */
  recording: Recording;
  tries = 0;
  readonly #tryOut: TryOut;
  readonly #isOver: () => boolean;
  readonly #isCycle: boolean;
  readonly #kind: string | null;

  constructor(recording: Recording, tryOut: TryOut, isOver: () => boolean) {
    this.recording = recording;
    this.#tryOut = tryOut;
    this.#isOver = isOver;
    this.#isCycle = recording.deadlock?.isCycle === true;
    this.#kind = kindOfRecording(recording, this.#isCycle);
  }

  async shrink(): Promise<void> {
    for (let before = ''; before !== this.#size && !this.#isOver(); ) {
      before = this.#size;
      await this.#reduceSizes();
      await this.#straightenFromEach();
      await this.#gatherTurns();
      await this.#dropSwitches();
    }
  }

  get #size(): string {
    const { program, decisions } = this.recording;
    const sizes = program.kind === 'stack' ? SIZES.map((size) => sizeOf(program, size)) : [];
    return [...sizes, decisions.length, forcedOf(decisions).length].join(' ');
  }

  /** Whether a candidate ends in the same deadlock; then it is the smallest so far. */
  async accepts(candidate: ShrinkCandidate): Promise<boolean> {
    const recording = await this.#run(candidate);
    if (recording === null || !this.#isSame(recording)) return false;
    this.recording = recording;
    return true;
  }

  #isSame(recording: Recording): boolean {
    return kindOfRecording(recording, this.#isCycle) === this.#kind;
  }

  async #run(candidate: ShrinkCandidate): Promise<Recording | null> {
    if (this.#isOver()) return null;
    this.tries++;
    try {
      return await this.#tryOut(candidate);
    } catch (error) {
      // There is no such small stack.
      if (error instanceof UsageError) return null;
      throw error;
    }
  }

  async #reduceSizes(): Promise<void> {
    const { program } = this.recording;
    if (program.kind !== 'stack') return;
    for (const size of SIZES) {
      const stack = this.recording.program as StackProgram;
      for (let value = 1; value < sizeOf(stack, size) && !this.#isOver(); value *= 2) {
        if (await this.#fits(withSize(stack, size, value))) break;
      }
    }
  }

  /** By the same choices: the plainest schedule is looked for when the sizes are known. */
  async #fits(program: ExploredProgram): Promise<boolean> {
    const choices = choicesOf(this.recording);
    if (await this.accepts({ program, choices })) return true;
    return this.#straighten(program, this.#cycle);
  }

  get #cycle(): readonly ToldWait[] {
    return this.recording.deadlock?.cycle ?? [];
  }

  async #straightenFromEach(): Promise<void> {
    const { program, decisions } = this.recording;
    const cycle = this.#cycle;
    if (forcedOf(decisions).length < cycle.length) return;
    for (const first of cycle.keys()) {
      const order = [...cycle.slice(first), ...cycle.slice(0, first)];
      if (await this.#straighten(program, order)) return;
    }
  }

  /** Each thread of the cycle runs up to what it waits for in the end, one after the other. */
  async #straighten(program: ExploredProgram, cycle: readonly ToldWait[]): Promise<boolean> {
    const room = this.recording.decisions.length + DECISIONS_MORE;
    let prefix: readonly string[] = [];
    for (const wait of cycle.slice(0, -1)) {
      const choices = [...prefix, ...Array(room).fill(wait.thread)];
      const run = await this.#run({ program, choices });
      const wanted = indexOfWait(run?.decisions ?? [], prefix.length, wait);
      if (run === null || wanted < 0) return false;
      prefix = choicesOf(run).slice(0, wanted);
    }
    const last = cycle.at(-1)?.thread ?? NOBODY;
    return this.accepts({ program, choices: [...prefix, ...Array(room).fill(last)] });
  }

  /**
   * Lets each thread take its turns of a stretch of decisions in a row: long stretches first, then their
   * halves. Everybody still does as much, so that what comes behind mostly stays as it was.
   */
  async #gatherTurns(): Promise<void> {
    let length = this.recording.decisions.length;
    for (; length >= STRETCH_LEAST && !this.#isOver(); length = Math.ceil(length / 2)) {
      for (let start = 0; start < this.recording.decisions.length; start += length) {
        await this.#gather(start, start + length);
      }
    }
  }

  async #gather(start: number, end: number): Promise<void> {
    const { program, decisions } = this.recording;
    const choices = choicesOf(this.recording);
    const stretch = choices.slice(start, end);
    const gathered = [...new Set(stretch)].flatMap((name) => stretch.filter((n) => n === name));
    if (switchesOf(gathered) === switchesOf(stretch)) return;
    const changed = [...choices.slice(0, start), ...gathered, ...choices.slice(end)];
    const recording = await this.#run({ program, choices: changed });
    if (recording === null || !this.#isSame(recording)) return;
    const [before, after] = [decisions, recording.decisions].map((all) =>
      switchesOf(all.map(({ run }) => run)),
    ) as [number, number];
    if (after < before) this.recording = recording;
  }

  async #dropSwitches(): Promise<void> {
    const { program, decisions } = this.recording;
    const forced = forcedOf(decisions);
    const only = (kept: readonly number[]) =>
      this.accepts({
        program,
        choices: decisions.map(({ run }, index) => (kept.includes(index) ? run : NOBODY)),
      });
    if (forced.length > 0 && (await only(forced))) await shortestList(forced, only, this.#isOver);
  }
}

function sizeOf(program: StackProgram, size: string): number {
  return size === 'operations' ? program.operations : (program.sizes[size] ?? 0);
}

function withSize(program: StackProgram, size: string, value: number): StackProgram {
  return size === 'operations'
    ? { ...program, operations: value }
    : { ...program, sizes: { ...program.sizes, [size]: value } };
}

/** First decision from there on at which a thread does what it waits for in the deadlock; -1: none. */
function indexOfWait(
  decisions: readonly RecordedDecision[],
  from: number,
  { thread, wants, site }: ToldWait,
): number {
  return decisions.findIndex(
    (decision, index) =>
      index >= from && decision.run === thread && decision.lock === wants && decision.site === site,
  );
}

function switchesOf(threads: readonly string[]): number {
  return threads.filter((thread, n) => n > 0 && thread !== threads[n - 1]).length;
}

/** Decisions at which another thread was chosen than the one that ran, or else the first. */
function forcedOf(decisions: readonly RecordedDecision[]): number[] {
  return decisions.flatMap(({ enabled, run }, index) => {
    const before = decisions[index - 1]?.run ?? '';
    const standard = enabled.includes(before) ? before : enabled[0];
    return run === standard ? [] : [index];
  });
}
