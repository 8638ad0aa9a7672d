import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { type BenchPart, type GroundCells, groundsOf } from './bench-part.ts';

/** Makes one chart of one ground; null: there is nothing to draw. */
export type GroundMaker = (
  ground: GroundCells,
  part: BenchPart,
  frame: PageFrame,
  id: string,
) => Html | null;

interface Making {
  readonly part: BenchPart;
  readonly frame: PageFrame;
  /** Beginning of the ids; the grounds are numbered. */
  readonly id: string;
}

/** A chart for each of these, as far as the page has room. */
function eachGround(
  grounds: readonly GroundCells[],
  make: GroundMaker,
  { part, frame, id }: Making,
): Html {
  const all = groundsOf(part);
  const numberOf = ({ workload, threads }: GroundCells) =>
    1 + all.findIndex((one) => one.workload === workload && one.threads === threads);
  return frame.room.kept(
    grounds.map((ground) => make(ground, part, frame, `${id}${numberOf(ground)}`)),
  );
}

/** The grounds with the most threads of each workload. */
export function chartsOfMost(make: GroundMaker, making: Making): Html {
  return eachGround(groundsOf(making.part).filter(isMostOf(making.part)), make, making);
}

/** All other grounds behind a fold; null: there is nothing of them. */
export function chartsOfFewer(make: GroundMaker, making: Making, title: string): Html | null {
  const isMost = isMostOf(making.part);
  const others = eachGround(
    groundsOf(making.part).filter((ground) => !isMost(ground)),
    make,
    making,
  );
  if (others.toString().trim() === '') return null;
  return html`<details><summary>${title}, fewer threads</summary>${others}</details>`;
}

function isMostOf(part: BenchPart): (ground: GroundCells) => boolean {
  return ({ workload, threads }) => threads === mostThreads(part, workload);
}

export function mostThreads({ comparison }: BenchPart, workload: string): number {
  const cells = comparison.cells.filter((cell) => cell.workload === workload);
  return Math.max(...cells.map(({ threads }) => threads));
}
