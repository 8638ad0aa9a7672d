import type { ThreadTask } from '../shared/plan.ts';
import { runThread } from './work-loop.ts';

/** The module that the crew's pool loads in each worker thread. */
export default function entry(task: ThreadTask): Promise<void> {
  return runThread(task);
}
