import type { BenchPart } from './bench/bench-part.ts';
import type { StressPart } from './stress/stress-part.ts';

/** What a page is made of: everything that was read, checked, before it is a picture. */
export interface PageContent {
  /** For example `lockyard 0.1.0`: who made the page. */
  readonly tool: string;
  readonly parts: readonly PagePart[];
}

export type PagePart = StressPart | BenchPart;
