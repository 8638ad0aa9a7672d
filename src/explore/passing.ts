import { type RecordedDecision, type Recording, choicesOf } from './recording.ts';
import type { TryOut } from './shrink-tries.ts';

/** The schedule next to one that deadlocks: the same up to one decision, and it ends well. */
export interface PassingSchedule {
  /** Which decision, from 0. */
  readonly at: number;
  /** As it was made where it deadlocks. */
  readonly made: RecordedDecision;
  /** As it is made where all ends well. */
  readonly instead: RecordedDecision;
  readonly recording: Recording;
  /** Schedules that were run to find it. */
  readonly tries: number;
}

/**
 * Looks for the latest decision which, made otherwise, avoids the deadlock, if from there on nobody is
 * switched to but where somebody has to wait. null: none was found, or it was interrupted.
 */
export async function nearestPassing(
  recording: Recording,
  tryOut: TryOut,
  isOver: () => boolean,
): Promise<PassingSchedule | null> {
  const { program, decisions } = recording;
  const choices = choicesOf(recording);
  let tries = 0;
  for (let at = decisions.length - 1; at >= 0; at--) {
    const made = decisions[at] as RecordedDecision;
    for (const other of made.enabled.filter((thread) => thread !== made.run)) {
      if (isOver()) return null;
      tries++;
      const tried = await tryOut({ program, choices: [...choices.slice(0, at), other] });
      const instead = tried?.decisions[at];
      // Where the run went another way before, the difference would not be the one that is told.
      if (tried?.outcome !== 'clean' || instead?.run !== other) continue;
      return { at, made, instead, recording: tried, tries };
    }
  }
  return null;
}
