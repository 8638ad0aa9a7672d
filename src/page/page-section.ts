import type { Html } from './markup/html.ts';

/** A piece of the page that the table of contents leads to. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}
