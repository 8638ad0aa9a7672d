import { type Html, html } from '../markup/html.ts';
import { type SeriesLook, markerAt } from './series-look.ts';

const WIDTH = 34;
const HEIGHT = 14;

/** Names with their looks; to choose one brings it out in every chart, by the style alone. */
export function legend(looks: readonly SeriesLook[]): Html {
  const items = looks.map(
    (
      look,
    ) => html`<label><input type="radio" name="look" id="look-${look.index}">${keyOf(look)}<span>${look.name}</span></label>
`,
  );
  return html`<fieldset class="legend"><legend>Bring out a design in every chart</legend>
<label><input type="radio" name="look" id="look-none" checked><span>all alike</span></label>
${items}</fieldset>
`;
}

function keyOf(look: SeriesLook): Html {
  const dash = look.dash === '' ? null : html` stroke-dasharray="${look.dash}"`;
  return html`<svg class="c-key" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true"><g class="${look.classes}"><path class="curve"${dash} d="M0 7H${WIDTH}"/>${markerAt(look, WIDTH / 2, HEIGHT / 2)}</g></svg>`;
}
