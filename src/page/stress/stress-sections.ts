import { html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import type { PageSection } from '../page-section.ts';
import { runSection } from './run-section.ts';
import type { StressPart } from './stress-part.ts';
import { stressFairness } from './stress-fairness.ts';
import { stressThroughput } from './throughput-chart.ts';
import { verdictTable } from './verdict-table.ts';
import { stressWaiting } from './waiting-chart.ts';

/** Verdicts of all runs, what they did with their time, then each run by itself. */
export function stressSections(part: StressPart, frame: PageFrame, prefix: string): PageSection[] {
  const idOf = (n: number) => `${prefix}-run${n + 1}`;
  const charts = [
    stressThroughput(part, frame, `${prefix}-throughput`),
    stressWaiting(part, frame, `${prefix}-waiting`),
    stressFairness(part, frame, `${prefix}-fairness`),
  ];
  const overview: PageSection = {
    id: `${prefix}-verdicts`,
    title: 'Verdicts',
    body: html`${verdictTable(part.runs, idOf)}${charts}`,
  };
  const runs: PageSection = {
    id: `${prefix}-runs`,
    title: 'Each run',
    body: html`${part.runs.map((run, n) => runSection(run, part, frame, idOf(n)))}`,
  };
  return [overview, runs];
}
