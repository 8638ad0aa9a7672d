import type { Divergence } from '../explore/divergence.ts';
import type { RecordedDecision } from '../explore/recording.ts';

/** In one sentence: what was recorded at the first step that differs, and what came instead. */
export function divergenceText({ step, recorded, came }: Divergence): string {
  const was = recorded === null ? 'the schedule was over' : `${actText(recorded)}`;
  const is = came === null ? endText() : differenceText(recorded, came);
  return `step ${step}: recorded was that ${was}; now ${is}`;
}

function actText({ run, op, lock, site }: RecordedDecision): string {
  const what = lock === null ? op : `${op} ${lock}`;
  if (site === '') return `${run} does "${what}"`;
  // A scenario's site begins with the operation as it is written.
  const written = /^(.*) (\(.*:\d+\))$/.exec(site);
  const [, text = '', place = ''] = written ?? [];
  return text.split(' ').includes(lock ?? '')
    ? `${run} does "${text}" ${place}`
    : `${run} does "${what}" at ${site}`;
}

function endText(): string {
  return 'there is nothing left to decide: at most one thread can run there';
}

function differenceText(recorded: RecordedDecision | null, came: RecordedDecision): string {
  const canRun = `only ${listed(came.enabled)} can run there`;
  if (recorded !== null && !came.enabled.includes(recorded.run)) {
    return `${recorded.run} cannot run: ${canRun}`;
  }
  const isSameAct =
    recorded !== null &&
    recorded.run === came.run &&
    recorded.op === came.op &&
    recorded.lock === came.lock &&
    recorded.class === came.class;
  if (!isSameAct) return `${actText(came)}${classText(recorded, came)}`;
  const more = came.enabled.filter((thread) => !recorded.enabled.includes(thread));
  const fewer = recorded.enabled.filter((thread) => !came.enabled.includes(thread));
  const parts = [
    ...(more.length === 0 ? [] : [`${listed(more)} can run there as well`]),
    ...(fewer.length === 0 ? [] : [`${listed(fewer)} cannot run there any more`]),
  ];
  return `it does the same, but ${parts.join(', and ')}`;
}

function classText(recorded: RecordedDecision | null, came: RecordedDecision): string {
  const renamed = recorded?.lock === came.lock && recorded?.class !== came.class;
  return renamed
    ? `, a lock of the class ${came.class ?? '?'} and not ${recorded?.class ?? '?'}`
    : '';
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
