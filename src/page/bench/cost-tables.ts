import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { type BenchPart, groundsOf } from './bench-part.ts';
import { costTable, reclaimTable } from './cost-table.ts';
import { groundText } from './verdict-overview.ts';

/** Fairness in figures, and what each design cost. */
export function costTables(part: BenchPart, { room }: PageFrame): Html {
  const { warmUpMs, durationMs } = part;
  const tables = room.kept(
    groundsOf(part).map((ground) => costTable(ground.cells, groundText(ground))),
  );
  return html`${tables}<p class="note">Jain’s index is 1 when all workers did, or held, the same. Least worker: operations of the one that did least, of the average. CPU time and context switches are those of the whole process. CPU of others: what else ran on the machine meanwhile, of all its cores. Each trial measured ${durationMs} ms, after ${warmUpMs} ms of warm-up.</p>`;
}

/** What reclaim brought on each ground. */
export function reclaimTables(part: BenchPart, { room }: PageFrame): Html {
  return room.kept(
    groundsOf(part).map((ground) => reclaimTable(ground.cells, part.baseline, groundText(ground))),
  );
}
