import type { SeriesLooks } from './chart/series-look.ts';
import type { PartColours } from './chart/part-colours.ts';
import type { Html } from './markup/html.ts';

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

/** The room of a page for what may be left out: first come, first served, the rest is only counted. */
export class PageRoom {
  #left = PAGE_BYTES_MOST - BYTES_KEPT;

  /** Whether it fits; then its room is taken. */
  takes(markup: Html): boolean {
    const bytes = Buffer.byteLength(markup.toString());
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
