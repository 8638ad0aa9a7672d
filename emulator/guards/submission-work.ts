import type { SubmitSteps } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/** Pins the pages of every object of the submission; the caller unwinds after a refusal. */
export function validateAll(submission: SubmitSteps): Outcome {
  for (let i = 0; i < submission.count; i++) {
    const outcome = submission.validate(i);
    if (outcome !== 'done') return outcome;
  }
  return 'done';
}

/** Reserves all fence slots, so that adding the fences cannot fail, and publishes the job. */
export function publishJob(submission: SubmitSteps): Outcome {
  for (let i = 0; i < submission.count; i++) {
    const outcome = submission.reserveSlot(i);
    if (outcome !== 'done') return outcome;
  }
  submission.publish();
  return 'done';
}

/**
 * All that a submission does while it holds its reservations; leaves nothing pinned on a refusal.
 */
export function validateAndPublish(submission: SubmitSteps): Outcome {
  let outcome = validateAll(submission);
  if (outcome === 'done') outcome = publishJob(submission);
  if (outcome !== 'done') submission.unwind();
  return outcome;
}
