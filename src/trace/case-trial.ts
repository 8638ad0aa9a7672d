import type { LockClassPlan, RunPlan } from '../shared/plan.ts';
import type { Finding } from '../validate/finding.ts';
import { Judge } from './judge.ts';
import { OpPlace } from './op-place.ts';
import { planTrace } from './plan-trace.ts';
import type { Expectation, TraceHeader } from './read-header.ts';
import { OpReader } from './read-op.ts';
import { type Reason, reasonOf } from './reason.ts';
import type { TraceOp } from './trace-op.ts';
import { TraceState } from './trace-state.ts';

export interface CaseVerdict {
  readonly file: string;
  readonly name: string;
  readonly verdict: 'report' | 'clean';
  /** Null: clean. */
  readonly reason: Reason | null;
  readonly expect: Expectation | null;
  readonly asExpected: boolean;
  /** Ops judged: all, or up to the one that was reported. */
  readonly ops: number;
  /** The op that was reported; `line`: where it is known. */
  readonly at: { readonly op: number; readonly line: number | null } | null;
  readonly finding: Finding | null;
  /** Classes of its locks, as the finding names them. */
  readonly classes: readonly LockClassPlan[];
}

/**
 * A case in two passes over its ops: `survey` each, so that it is known what there is and that all of
 * it makes sense; then `judge` each, from the first on, until it answers false. Then the `verdict`.
 */
export class CaseTrial {
  readonly #header: TraceHeader;
  readonly #here: OpPlace;
  readonly #reader: OpReader;
  #surveyed = 0;
  #judged = 0;
  #judge: Judge | null = null;
  #finding: Finding | null = null;

  constructor(header: TraceHeader) {
    this.#header = header;
    this.#here = new OpPlace(header.place);
    this.#reader = new OpReader(header.roster, this.#here);
  }

  /** `at`: line or index (see OpPlace). @throws {UsageError} that names the place and the mend */
  survey(value: unknown, at: number): TraceOp {
    this.#here.at = at;
    this.#here.index = this.#surveyed++;
    return this.#reader.read(value);
  }

  /** As `survey`, in the second pass. */
  read(value: unknown, at: number): TraceOp {
    this.#here.at = at;
    this.#here.index = this.#judged;
    return this.#reader.read(value);
  }

  /** False: there is a report, and no more to judge. @throws {UsageError} */
  judge(op: TraceOp, at: number): boolean {
    this.#judge ??= this.#open();
    this.#here.at = at;
    this.#here.index = this.#judged++;
    this.#finding = this.#judge.step(op);
    return this.#finding === null;
  }

  verdict(): CaseVerdict {
    const { name, expect, place } = this.#header;
    const finding = this.#finding;
    const verdict = finding === null ? 'clean' : 'report';
    const line = place.lineOf(this.#here.at);
    return {
      file: place.file,
      name,
      verdict,
      reason: finding === null ? null : reasonOf(finding),
      expect,
      asExpected: verdict === (expect ?? 'clean'),
      ops: this.#judged,
      at: finding === null ? null : { op: this.#judged - 1, line },
      finding,
      classes: finding === null ? [] : this.#plan().locks.classes,
    };
  }

  #open(): Judge {
    return new Judge(new TraceState(this.#header.roster, this.#plan(), this.#here));
  }

  #plan(): RunPlan {
    const { roster, name } = this.#header;
    return planTrace(roster, name, this.#surveyed);
  }
}

/** A case whose ops are all at hand. @throws {UsageError} */
export function judgeCase(header: TraceHeader, ops: readonly unknown[]): CaseVerdict {
  const trial = new CaseTrial(header);
  const checked = ops.map((op, index) => trial.survey(op, index));
  checked.every((op, index) => trial.judge(op, index));
  return trial.verdict();
}
