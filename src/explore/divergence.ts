import type { RecordedDecision, Recording } from './recording.ts';

/** The first decision at which a replay is not what was recorded. */
export interface Divergence {
  /** From 1. */
  readonly step: number;
  /** null: nothing was decided there, the schedule was over. */
  readonly recorded: RecordedDecision | null;
  readonly came: RecordedDecision | null;
}

type Decided = Pick<Recording, 'decisions'>;

/**
 * Where a replay left the schedule that it was to follow; null: it did not. Decisions that come after
 * all recorded ones belong to the end of it: whoever is left cleans up.
 */
export function divergenceOf(recorded: Decided, came: Decided): Divergence | null {
  const at = recorded.decisions.findIndex(
    ({ fingerprint }, index) => came.decisions[index]?.fingerprint !== fingerprint,
  );
  if (at < 0) return null;
  return {
    step: at + 1,
    recorded: recorded.decisions[at] ?? null,
    came: came.decisions[at] ?? null,
  };
}
