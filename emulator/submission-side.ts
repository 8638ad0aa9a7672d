import { EngineRings } from './engine-ring.ts';
import { Timelines } from './fence.ts';
import type { MemorySide } from './memory-side.ts';
import { Reservations } from './reservation.ts';
import type { StackCore } from './stack-core.ts';
import { Submission } from './submit.ts';

export type SubmissionSide = ReturnType<typeof buildSubmissionSide>;

/** Fences, rings and the thread's submission. */
export function buildSubmissionSide(core: StackCore, memory: MemorySide) {
  const timelines = new Timelines(core);
  const reservations = new Reservations(core, timelines);
  const rings = new EngineRings(core, timelines);
  const submission = new Submission(core, { ...memory, reservations, rings });
  return { timelines, reservations, rings, submission };
}
