import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';

/** Width of a character of the page's fixed-width letters, at the size of labels in drawings. */
export const CHARACTER_WIDTH = 6.7;

/** A label of a drawing. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Room for it. */
  readonly width: number;
  /** Further classes: `end`, `middle`. */
  readonly classes?: string;
}

/** A name in fixed-width letters, cut in its middle where there is no room; then whole as a tip. */
export function fittedText({ text, x, y, width, classes = '' }: Label): Html {
  const shown = shortened(text, Math.max(Math.floor(width / CHARACTER_WIDTH), 1));
  const tip = shown === text ? null : html`<title>${text}</title>`;
  return html`<text class="name ${classes}" x="${coordinate(x)}" y="${coordinate(y)}">${shown}${tip}</text>`;
}

/** Beginning and end tell names apart: `reservation_w…ss_mutex`. */
function shortened(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  const start = most - 1 - end;
  return `${letters.slice(0, start).join('')}…${end === 0 ? '' : letters.slice(-end).join('')}`;
}
