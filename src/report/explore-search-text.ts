import type { SearchResult, StrategyTally } from '../explore/search-result.ts';
import type { Palette } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { countText, pluralText, rateText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

const HEAD = ['strategy', 'schedules', 'distinct', 'deadlocks', 'seconds', 'schedules/s'];
/** Of 95 %, where none of so many independent draws has hit (the rule of three). */
const RULE_OF_THREE = 3;

/** What a search has covered, and how fast: a line, and a table where there were several strategies. */
export function searchText(search: SearchResult): string {
  const { engine, schedules, steps, states, seconds, tallies } = search;
  const known = states === null ? [] : [pluralText(states, 'state')];
  const line = [
    engine === 'model' ? 'searched on the model' : 'searched on real threads',
    pluralText(schedules, 'schedule'),
    pluralText(steps, 'step'),
    ...known,
    `${seconds.toFixed(2)} s`,
    rateText(schedules / Math.max(seconds, 1e-6)),
  ].join(', ');
  return tallies.length === 0 ? line : `${line}\n\n${tallyTable(tallies)}`;
}

/** What may be said of a program in which no deadlock was found. */
export function coverageText(search: SearchResult, palette: Palette): string {
  const whole = search.ending === 'complete';
  const head = whole ? 'clean' : 'nothing found';
  const told = whole ? completeText(search) : openText(search);
  const [first = '', ...more] = wrapped(told, `${head}: `, '');
  return [palette(whole ? 'good' : 'warning', head) + first.slice(head.length), ...more].join('\n');
}

function completeText({ states }: SearchResult): string {
  const all = states === null ? '' : `, in ${pluralText(states, 'state')}`;
  return (
    'no schedule deadlocks. The search is complete: every way that the threads can take was ' +
    `followed, but for those that only order steps that do not touch each other${all}.`
  );
}

const CUT: Readonly<Record<string, string>> = {
  interrupted: 'it was interrupted',
  time: 'its time was over',
  schedules: 'its limit was reached',
};

function openText({ ending, schedules, tallies }: SearchResult): string {
  const cut = CUT[ending] ?? 'it was cut short';
  return (
    `no deadlock in ${pluralText(schedules, 'schedule')}. The search is not complete, since ${cut}: ` +
    `there may be one yet. ${boundText(tallies)}`
  ).trim();
}

/** For those that draw each schedule without regard to the others. */
function boundText(tallies: readonly StrategyTally[]): string {
  const drawn = tallies.filter(({ name }) => DRAWING.includes(name));
  const most = drawn.reduce((best, { schedules }) => Math.max(best, schedules), 0);
  if (most === 0) return '';
  const strategy = drawn.find(({ schedules }) => schedules === most)?.name ?? '';
  const share = Math.min(1, RULE_OF_THREE / most);
  return (
    `With 95 % confidence at most ${shareText(share)} of the schedules that "${strategy}" draws ` +
    `deadlock (3 in ${countText(most)}).`
  );
}

const DRAWING: readonly string[] = ['random', 'urw', 'pos', 'pct2', 'pct3'];

function shareText(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}

function tallyTable(tallies: readonly StrategyTally[]): string {
  const rows = tallies.map(({ name, schedules, distinct, found, seconds }) => [
    name,
    countText(schedules),
    distinct === null ? '-' : countText(distinct),
    countText(found),
    seconds.toFixed(2),
    rateText(schedules / Math.max(seconds, 1e-6)).replace('/s', ''),
  ]);
  return plainTable(HEAD, 1, rows);
}
