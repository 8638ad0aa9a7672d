import { commandLine } from './chart/chart-figure.ts';
import { type Html, html } from './markup/html.ts';
import type { Part } from './part.ts';

/** Where the data comes from: file, machine, versions, and the command that makes it again. */
export function hostCard({ file, host, command, warnings }: Part): Html {
  const facts = [['file', file] as const, ...host].map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
  );
  const told = warnings.map((warning) => html`<p>${warning}</p>`);
  const box = told.length === 0 ? null : html`<div class="warning-box">${told}</div>`;
  return html`<dl class="facts">${facts}</dl>
${commandLine(command)}
${box}`;
}
