import type { RecordedDecision } from '../explore/recording.ts';
import type { PassingSchedule } from '../explore/passing.ts';
import { wrapped } from './wrapped.ts';

/** The one difference to the nearest schedule that ends well. */
export function passingText({ at, made, instead, recording }: PassingSchedule): string {
  const isScenario = recording.program.kind === 'scenario';
  return wrapped(
    `The nearest schedule that ends well differs in one decision: at step ${at + 1} ` +
      `${instead.run} goes on with ${actOf(instead, isScenario)}, ` +
      `and not ${made.run} with ${actOf(made, isScenario)}.`,
  ).join('\n');
}

/** The site of a scenario begins with the operation as it is written. */
function actOf({ op, lock, site }: RecordedDecision, isScenario: boolean): string {
  if (isScenario && site !== '') return site;
  const act = lock === null ? op : `${op} ${lock}`;
  return site === '' ? act : `${act} at ${site}`;
}
