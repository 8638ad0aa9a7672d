import type { SeriesLooks } from './chart/series-look.ts';
import type { PartColours } from './chart/part-colours.ts';
import { pluralText } from '../report/quantity.ts';
import { type Html, html } from './markup/html.ts';

/** What all sections of a page share while it is made. */
export interface PageFrame {
  /** How each design looks, the same in every chart. */
  readonly looks: SeriesLooks;
  readonly partColours: PartColours;
  readonly room: PageRoom;
}

/** Bytes that a page may have: it is to be sent by mail, and to open at once. */
export const PAGE_BYTES_MOST = 1_500_000;
/** For what every page has: style, tables of verdicts, links. */
const BYTES_KEPT = 250_000;

/**
 * The room of a page for what may be left out: first come, first served, the rest is only counted. Each
 * part of the page has as much for itself, and what the parts before it left.
 */
export class PageRoom {
  readonly #ofPart: number;
  #left = 0;

  constructor(parts: number) {
    this.#ofPart = (PAGE_BYTES_MOST - BYTES_KEPT) / Math.max(parts, 1);
  }

  beginPart(): void {
    this.#left += this.#ofPart;
  }

  /** Whether it fits; then its room is taken. */
  takes(markup: Html): boolean {
    const bytes = Buffer.byteLength(markup.toString());
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  /** What there is to draw, as far as there is room; the rest is told. */
  kept(charts: readonly (Html | null)[]): Html {
    const drawn = charts.filter((chart) => chart !== null);
    const fitting = drawn.filter((chart) => this.takes(chart));
    const left = drawn.length - fitting.length;
    const more =
      left === 0
        ? null
        : html`<p class="warning-box">${pluralText(left, 'further piece')} had no room on this page: report fewer cells at once.</p>`;
    return html`${fitting}${more}`;
  }
}
