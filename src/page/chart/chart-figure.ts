import { type Child, type Html, html } from '../markup/html.ts';
import { type DataTable, dataTable } from './data-table.ts';

/** A drawing with all that belongs to it. */
export interface Chart {
  /** Unique within the page; what links lead to. */
  readonly id: string;
  readonly title: string;
  /** How to read it, and what it does not say. */
  readonly note?: Child;
  /** What the drawing shows, for those who do not see it. */
  readonly description: string;
  /** Of the drawing, in its own units, which are CSS pixels where there is room. */
  readonly width: number;
  readonly height: number;
  readonly drawing: Child;
  /** Everything that the drawing shows, in numbers. */
  readonly table: DataTable;
  /** What made the data. */
  readonly command: string;
  /** What the figures rest on: how many trials, what the intervals are, which machine. */
  readonly basis: string;
  /** Below the heading of what: charts stand in sections, and in runs within them. */
  readonly within?: 'section' | 'run';
}

/** A wider drawing is not made smaller than that, but scrolled. */
const WIDE = 576;

/** A chart as a figure: title, drawing, and behind a fold its data and the command. */
export function chartFigure(chart: Chart): Html {
  const { id, title, note, description, width, height, drawing, table } = chart;
  const heading = chart.within === 'run' ? html`<h5>${title}</h5>` : html`<h4>${title}</h4>`;
  const said = note === undefined ? null : html`<p class="note">${note}</p>`;
  return html`<figure class="chart" id="${id}">
<figcaption>${heading}${said}</figcaption>
<div class="scroll"><svg role="img"${width > WIDE ? html` class="wide"` : null} aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
${drawing}
</svg></div>
<details><summary>Data, command, method<span class="aside"> of “${title}”</span></summary>
${dataTable(table)}
<p class="note basis">${chart.basis}</p>
${commandLine(chart.command)}
</details>
</figure>
`;
}

/** A command to copy; its words are kept whole, which hyphens would not be. */
export function commandLine(command: string): Html {
  const words = command.split(' ').map((word) => html`<span>${word}</span> `);
  return html`<p class="command"><code>${words}</code></p>`;
}
