import { createHash } from 'node:crypto';
import { UsageError } from '../base/errors.ts';
import { benchSections } from './bench/bench-sections.ts';
import { legend } from './chart/legend.ts';
import { PartColours } from './chart/part-colours.ts';
import { SeriesLooks } from './chart/series-look.ts';
import { hostCard } from './host-card.ts';
import { type Html, html, trusted } from './markup/html.ts';
import type { PageContent, PagePart } from './page-content.ts';
import { PAGE_BYTES_MOST, type PageFrame, PageRoom } from './page-frame.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import type { PageSection } from './page-section.ts';
import { stressSections } from './stress/stress-sections.ts';
import { pageStyle } from './style/page-style.ts';
import { VIEW_CONTROLS } from './view-controls.ts';

/**
 * One HTML page with everything in it: style, script, drawings, data. It loads nothing, and the same
 * content always gives the same bytes.
 *
 * @throws {UsageError} where the content is too much for one page
 */
export function reportPage(content: PageContent): string {
  const looks = new SeriesLooks(content.parts.flatMap(namesOf));
  const frame: PageFrame = {
    looks,
    partColours: new PartColours(),
    room: new PageRoom(content.parts.length),
  };
  const parts = content.parts.map((part, n) => partOf(part, frame, `part${n + 1}`));
  const page = `<!DOCTYPE html>\n${documentOf(content, parts, looks)}\n`;
  const bytes = Buffer.byteLength(page);
  if (bytes <= PAGE_BYTES_MOST) return page;
  throw new UsageError(
    `the page would have ${(bytes / 1e6).toFixed(1)} MB, and ${PAGE_BYTES_MOST / 1e6} MB is the most`,
    'report fewer designs or cells at once',
  );
}

interface DrawnPart {
  readonly title: string;
  readonly id: string;
  readonly sections: readonly PageSection[];
  /** Key to the charts, where a name stands for a look. */
  readonly key: Html | null;
}

const TITLES: Readonly<Record<PagePart['kind'], string>> = {
  stress: 'Stress run',
  bench: 'Comparison',
};

function partOf(part: PagePart, frame: PageFrame, id: string): DrawnPart {
  frame.room.beginPart();
  const source: PageSection = {
    id: `${id}-source`,
    title: 'Machine and command',
    body: hostCard(part),
  };
  const sections =
    part.kind === 'stress' ? stressSections(part, frame, id) : benchSections(part, frame, id);
  const title = `${TITLES[part.kind]}: ${part.file}`;
  const key =
    part.kind === 'bench'
      ? legend([...new Set(namesOf(part))].map((name) => frame.looks.of(name)))
      : null;
  return { id, title, sections: [source, ...sections], key };
}

function namesOf(part: PagePart): string[] {
  return part.kind === 'stress'
    ? part.runs.map(({ name }) => name)
    : part.comparison.cells.map(({ design }) => design);
}

function documentOf({ tool }: PageContent, parts: readonly DrawnPart[], looks: SeriesLooks): Html {
  const style = pageStyle(looks.all.length);
  const title = `${parts.map((part) => part.title).join(', ')} – ${tool}`;
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policyFor(style, PAGE_SCRIPT)}">
<meta name="generator" content="${tool}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><h1>lockyard report</h1>${VIEW_CONTROLS}</header>
<script>${trusted(PAGE_SCRIPT)}</script>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>${parts.map(contentsOf)}</nav>
<main id="content">
${parts.map(drawnPart)}
</main>
<footer><p>Made by ${tool} from the files named above; the page loads nothing else. Figures carry their units, and each chart its data and the command that made it.</p></footer>
</body>
</html>`;
}

/** Nothing is loaded, and nothing runs but this page's own script. */
function policyFor(style: string, script: string): string {
  const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${digest(style)}; script-src ${digest(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function contentsOf({ sections, title }: DrawnPart): Html {
  const links = sections.map(
    (section) => html`<li><a href="#${section.id}">${section.title}</a></li>
`,
  );
  return html`<p>${title}</p><ol>${links}</ol>`;
}

function drawnPart({ id, title, sections, key }: DrawnPart): Html {
  const drawn = sections.map(
    (section) => html`<section id="${section.id}">
<h3>${section.title}</h3>
${section.body}
</section>
`,
  );
  return html`<section id="${id}" aria-labelledby="${id}-h">
<h2 id="${id}-h">${title}</h2>
${drawn[0]}${key}${drawn.slice(1)}</section>
`;
}
