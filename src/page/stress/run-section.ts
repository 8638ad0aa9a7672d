import { countText, pluralText, rateText } from '../../report/quantity.ts';
import { contentionChart } from '../contention-chart.ts';
import { lockTable } from '../lock-table.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { findingArticle } from './finding-article.ts';
import { orderGraphChart } from './order-graph-chart.ts';
import { stressOrigin } from './stress-origin.ts';
import type { Cut, StressPart, StressRun } from './stress-part.ts';
import { threadChart } from './thread-chart.ts';
import { verdictBadge } from './verdict-words.ts';

/** Everything of one run: what it did, its locks, its lock order, each finding, what to change. */
export function runSection(run: StressRun, part: StressPart, frame: PageFrame, id: string): Html {
  const frameOf = (name: string) => ({
    id: `${id}-${name}`,
    within: 'run' as const,
    ...stressOrigin(part),
  });
  const charts = [
    contentionChart(run.locks, { ...frameOf('contention'), of: run.name }),
    orderGraphChart(run, frameOf('order')),
    threadChart(run, frame, frameOf('threads')),
    locksFold(run),
  ].filter((chart) => chart !== null && frame.room.takes(chart));
  return html`<section id="${id}">
<h4>${run.name} ${verdictBadge(run)}</h4>
<p>${sentenceOf(run)}</p>
${charts}
${cutList(run.cuts)}
${findingList(run, part.file, frame, id)}
</section>
`;
}

function sentenceOf(run: StressRun): string {
  const { threads, workload, expected, ending, operations, seconds, deadlocks } = run;
  const rate = seconds === 0 ? '' : ` (${rateText(operations / seconds)})`;
  const under = workload === null ? '' : ` under ${workload}`;
  const wanted = expected === null ? '' : ` Expected: ${expected}.`;
  return (
    `${pluralText(threads, 'thread')}${under}, ${pluralText(operations, 'operation')} in ` +
    `${seconds.toFixed(2)} s${rate}, ended by ${ending}; ` +
    `${pluralText(deadlocks, 'confirmed deadlock')}.${wanted}`
  );
}

function locksFold({ locks, name }: StressRun): Html | null {
  if (locks.length === 0) return null;
  return html`<details><summary>Lock statistics<span class="aside"> of ${name}</span></summary>${lockTable(locks)}</details>
`;
}

function cutList(cuts: readonly Cut[]): Html | null {
  if (cuts.length === 0) return null;
  const items = cuts.map(
    ({
      from,
      to,
      cycles,
      cyclesInAll,
      places,
      suggestion,
    }) => html`<li><code>${from}</code> → <code>${to}</code>, part of ${countText(cycles)} of ${pluralText(cyclesInAll, 'cycle')}: ${suggestion}. <span class="code">At ${places.join(', ')}</span></li>
`,
  );
  return html`<h5>Edges to cut</h5><ol>${items}</ol>`;
}

/** What stands first, then what the run does not bear out; as many as the page has room for. */
function findingList(run: StressRun, file: string, { room }: PageFrame, id: string): Html | null {
  const { findings, findingsLost } = run;
  if (findings.length + findingsLost === 0) return null;
  const sorted = [
    ...findings.filter(({ rejection }) => rejection === null),
    ...findings.filter(({ rejection }) => rejection !== null),
  ];
  const articles = sorted
    .map((finding, n) => findingArticle(finding, `${id}-f${n + 1}`))
    .filter((article) => room.takes(article));
  const left = sorted.length - articles.length;
  const more =
    left === 0
      ? null
      : html`<p class="warning-box">${pluralText(left, 'further finding')} had no room on this page: see ${file}.</p>`;
  const lost =
    findingsLost === 0
      ? null
      : html`<p class="warning-box">${pluralText(findingsLost, 'finding')} did not fit into the run's memory.</p>`;
  return html`<h5>Findings</h5>
${articles}${more}${lost}`;
}
