import { median } from '../../src/compare/quantile.ts';
import { CELLS, type CellMeasured, type ContendedCell } from './cells.ts';
import type { ContendedRound } from './round.ts';

const OURS = 'lockyard full';
/** Locks of JavaScript threads: what ours is held against. */
const isPeer = (kind: string): boolean => /^(futex|V8|multithreading|async-mutex)/.test(kind);

const NAME_WIDTH = 25;
const CELL_WIDTH = 13;

function valuesOf(
  rounds: readonly ContendedRound[],
  kind: string,
  { threads, workNs }: ContendedCell,
): CellMeasured[] {
  return rounds.flatMap(
    (round) =>
      round.get(kind)?.filter((one) => one.threads === threads && one.workNs === workNs) ?? [],
  );
}

function workText(workNs: number): string {
  return `${workNs / 1000} us`;
}

/** Thousands of acquisitions a second, and Jain's index of the threads. */
export function printCells(rounds: readonly ContendedRound[]): void {
  const kinds = [...new Set(rounds.flatMap((round) => [...round.keys()]))].sort();
  const works = [...new Set(CELLS.map(({ workNs }) => workNs))];
  for (const threads of new Set(CELLS.map((cell) => cell.threads))) {
    console.log(
      `\n${threads} threads, thousand acquisitions/s (Jain's index); median of ${rounds.length} rounds`,
    );
    const heads = works.map((ns) => workText(ns).padStart(CELL_WIDTH));
    console.log(`${'work'.padEnd(NAME_WIDTH)}${heads.join('')}`);
    for (const kind of kinds) {
      const cells = works.map((workNs) => {
        const values = valuesOf(rounds, kind, { threads, workNs });
        const rate = median(values.map(({ perSecond }) => perSecond)) / 1000;
        const jain = median(values.map((value) => value.jain));
        return `${rate.toFixed(rate < 100 ? 1 : 0)} (${jain.toFixed(2)})`.padStart(CELL_WIDTH);
      });
      console.log(`${kind.padEnd(NAME_WIDTH)}${cells.join('')}`);
    }
  }
}

/** Ours to the peer that has the best median of a cell, round by round. */
export function printVerdicts(rounds: readonly ContendedRound[]): void {
  const kinds = [...new Set(rounds.flatMap((round) => [...round.keys()]))];
  console.log(`\n${OURS} to the best of the JavaScript peers in each cell: median, range, Jain`);
  for (const cell of CELLS) {
    const best = kinds
      .filter(isPeer)
      .map((kind) => ({ kind, values: valuesOf(rounds, kind, cell).map((v) => v.perSecond) }))
      .sort((a, b) => median(b.values) - median(a.values))[0];
    const ours = valuesOf(rounds, OURS, cell);
    if (best === undefined || ours.length === 0) continue;
    const ratios = ours.map(({ perSecond }, round) => perSecond / (best.values[round] as number));
    const range = `${Math.min(...ratios).toFixed(2)} .. ${Math.max(...ratios).toFixed(2)}`;
    const jain = median(ours.map((value) => value.jain)).toFixed(3);
    const name = `${cell.threads} threads, ${workText(cell.workNs)}`.padEnd(20);
    console.log(`${name}${median(ratios).toFixed(3)}   ${range}   ${jain}   ${best.kind}`);
  }
}
