import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PagePart } from '../../../src/page/page-content.ts';
import { reportPage } from '../../../src/page/page.ts';
import { benchPart, benchPlan } from '../fixtures/bench-ledger.ts';
import { stressPart } from '../fixtures/stress-document.ts';

/** As many as there are designs, with names as long as theirs. */
const DESIGNS = [
  'i915-2018',
  'merged',
  'ww-resv',
  'resv-outer',
  'struct-mutex',
  'device-lock-exporter',
  'fill-outside-wait',
  'fill-outside',
  'unordered-submit',
  'resv-in-map',
  'blocking-shrinker',
  'merged+50us@lru_lock',
];

/** A comparison of twelve designs over threads and over the length of sections. */
function largeComparison(): PagePart {
  const workloads = ['mixed:section=1', 'mixed:section=10', 'reclaim-pressure'];
  return benchPart(benchPlan({ designs: DESIGNS, workloads, threads: [1, 2, 4, 12] }));
}

/** Pages in files of a folder that is there until it is removed. */
export class PageFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lockyard-pages-'));

  /** Its path. */
  write(name: string, ...parts: readonly PagePart[]): string {
    const file = this.path(name);
    writeFileSync(file, reportPage({ tool: 'lockyard 0.1.0', parts }));
    return file;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Both kinds of parts on one page. */
export function bothParts(): readonly PagePart[] {
  return [largeComparison(), stressPart()];
}
