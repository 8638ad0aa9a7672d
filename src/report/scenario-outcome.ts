import type { RunResult } from '../run/run-result.ts';
import type { Verdict } from '../run/verdict.ts';
import type { ScenarioFinds, ScenarioStage } from '../scenario/scenario.ts';
import type { InstrumentationLevel } from '../shared/plan.ts';
import type { FindingLevel } from '../validate/finding.ts';

/** What a run of a scenario showed, held against what its file says. */
export interface ScenarioJudgement {
  /** `report`: of a trace. null: the file expects nothing, and a finding is one too many. */
  readonly expected: 'deadlock' | 'report' | 'clean' | null;
  readonly verdict: Verdict;
  /** The highest of all findings, rejected ones included; null: there are none. */
  readonly level: FindingLevel | null;
  readonly asExpected: boolean;
  /** Interrupted before anything could show: says nothing either way. */
  readonly inconclusive: boolean;
  /** Whether what the file wants found was; null: it names nothing. */
  readonly found: boolean | null;
}

export interface ScenarioRun {
  readonly name: string;
  readonly file: string;
  /** The mended variant. */
  readonly fixed: boolean;
  readonly finds?: ScenarioFinds;
  /** Where it plays in the emulated stack; then operations count, not rounds. */
  readonly stage?: ScenarioStage;
  readonly threads: number;
  /** Begun ones; the last may have ended in a deadlock. null: it plays in the stack. */
  readonly rounds: number | null;
  readonly judgement: ScenarioJudgement;
  readonly result: RunResult;
  /** The command that runs this one again. */
  readonly rerun: string;
}

/** All that `lockyard stress FILE...` has to tell, before it is words or JSON. */
export interface ScenarioOutcome {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: { readonly lockyard: string; readonly node: string; readonly v8: string };
  readonly cores: number;
  /** The command that runs all of it again. */
  readonly rerun: string;
  readonly settings: {
    readonly level: InstrumentationLevel;
    readonly seed: number;
    /** Rounds of each scenario, at most; 0: no limit. */
    readonly rounds: number;
    /** Time of each scenario, at most; 0: no limit. */
    readonly durationMs: number;
  };
  readonly runs: readonly ScenarioRun[];
  /** Names of those that an interruption kept from running. */
  readonly skipped: readonly string[];
  readonly exitStatus: number;
}
