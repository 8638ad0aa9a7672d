import { plainTable } from '../src/report/plain-table.ts';
import type { StoryTally } from './story-tally.ts';

const HEAD = ['story', 'class', 'found', 'at level', 'by', 'silent', 'seconds'];
const TEXT_COLUMNS = 5;
const LEGEND =
  'found: in its bad form, as its file asks for; silent: in its fixed form, no finding of any level.';

/** A line for each story, then every run that was not right, then a sentence on the whole. */
export function storyText(tallies: readonly StoryTally[]): string {
  const rows = tallies.map((tally) => [
    tally.name,
    tally.class,
    `${tally.found}/${tally.bad}`,
    countsText(tally.levels, tally.bad),
    countsText(tally.finders, tally.bad),
    `${tally.silent}/${tally.fixed}`,
    tally.seconds.toFixed(1),
  ]);
  const complaints = tallies.flatMap((tally) => tally.complaints);
  const blocks = [
    plainTable(HEAD, TEXT_COLUMNS, rows),
    LEGEND,
    ...(complaints.length === 0 ? [] : [complaints.join('\n')]),
    conclusion(tallies),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The number only where it is not each time. */
function countsText(counts: ReadonlyMap<string, number>, whole: number): string {
  const told = [...counts].map(([word, count]) => (count === whole ? word : `${word} ${count}`));
  return told.length === 0 ? '-' : told.join(', ');
}

function conclusion(tallies: readonly StoryTally[]): string {
  const sum = (of: (tally: StoryTally) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const found = `${sum(({ found }) => found)} of ${sum(({ bad }) => bad)} bad runs found`;
  const silent = `${sum((tally) => tally.silent)} of ${sum(({ fixed }) => fixed)} fixed runs silent`;
  return `${tallies.length} stories: ${found}, ${silent}, in ${Math.round(sum(({ seconds }) => seconds))} s.`;
}
