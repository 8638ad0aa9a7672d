import { createHash } from 'node:crypto';
import type { Scenario } from '../scenario/scenario.ts';
import type { ExploredProgram } from './program.ts';
import type { RecordedDecision, Recording } from './recording.ts';

/** First word of every replay file, and the version of what follows. */
export const REPLAY_FORMAT = 'lockyard-replay';
export const REPLAY_VERSION = 1;

/** Who wrote a replay file, and what it was made from. */
export interface ReplayOrigin {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly node: string;
  /** Of the scenario's file when it was read, to see that it has changed since; null: a design. */
  readonly source: string | null;
  /** The mended variant of that file was explored. */
  readonly fixed: boolean;
  /** The scenario before what the deadlock does not need was dropped from it; null: nothing was. */
  readonly original: Scenario | null;
}

/** First line of a replay file. */
export interface ReplayHeader extends ReplayOrigin {
  readonly format: typeof REPLAY_FORMAT;
  readonly version: typeof REPLAY_VERSION;
  readonly program: ExploredProgram;
  readonly engine: Recording['engine'];
  readonly seed: number;
  readonly strategy: Recording['strategy'];
  readonly expect: Pick<Recording, 'outcome' | 'signature'>;
}

/** A line for each decision, counted from 1. */
export interface ReplayStep extends RecordedDecision {
  readonly step: number;
}

/** Last line: also says that nothing is missing and nothing was changed. */
export interface ReplayEnd {
  readonly outcome: Recording['outcome'];
  readonly signature: string | null;
  readonly deadlock: Recording['deadlock'];
  readonly decisions: number;
  /** SHA-256 of all lines before. */
  readonly checksum: string;
}

/** A recording as JSON Lines: a header, a line for each decision, the outcome. */
export function replayText(recording: Recording, origin: ReplayOrigin): string {
  const { program, engine, strategy, decisions, outcome, signature, deadlock } = recording;
  const header: ReplayHeader = {
    format: REPLAY_FORMAT,
    version: REPLAY_VERSION,
    ...origin,
    program,
    engine,
    seed: strategy.seed,
    strategy,
    expect: { outcome, signature },
  };
  const steps = decisions.map((decision, index): ReplayStep => ({ step: index + 1, ...decision }));
  const lines = [header, ...steps].map((line) => JSON.stringify(line));
  const end: ReplayEnd = {
    outcome,
    signature,
    deadlock,
    decisions: decisions.length,
    checksum: checksumOf(lines),
  };
  return [...lines, JSON.stringify(end), ''].join('\n');
}

export function checksumOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
