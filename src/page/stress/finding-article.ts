import { pluralText } from '../../report/quantity.ts';
import { type Html, html } from '../markup/html.ts';
import { findingSchedule } from './finding-schedule.ts';
import type { FoundFinding } from './stress-part.ts';
import { levelBadge } from './verdict-words.ts';

/** A finding: what it is in a sentence, the interleaving of its cycle, and its full text. */
export function findingArticle(finding: FoundFinding, id: string): Html {
  const { type, level, summary, count, text, rejection } = finding;
  const against = rejection === null ? null : html`<p>Not borne out by this run: ${rejection}.</p>`;
  return html`<article class="finding" id="${id}">
<h6>${levelBadge(level, rejection !== null)} ${type}, ${pluralText(count, 'time')}<a class="anchor" href="#${id}" aria-label="link to this finding">#</a></h6>
<p>${summary}.</p>
${against}${findingSchedule(finding)}
<details><summary>Full text<span class="aside"> of ${type}: ${summary}</span></summary><pre tabindex="0">${text}</pre></details>
</article>
`;
}
