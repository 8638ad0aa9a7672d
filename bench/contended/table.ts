import { median, quantile } from '../../src/compare/quantile.ts';
import { CELLS, type ContendedCell } from './cells.ts';
import { KINDS, OURS } from './kinds.ts';
import type { ContendedRound, KindMeasured } from './round.ts';

/** Locks of JavaScript threads: what ours is held against. */
const isPeer = (kind: string): boolean => kind in KINDS && KINDS[kind]?.lock !== 'lockyard';

const NAME_WIDTH = 25;
const CELL_WIDTH = 13;

function valuesOf(
  processes: ContendedRound,
  kind: string,
  { threads, workNs }: ContendedCell,
): KindMeasured[] {
  return processes
    .flat()
    .filter((one) => one.kind === kind && one.threads === threads && one.workNs === workNs);
}

function kindsOf(processes: ContendedRound): string[] {
  return [...new Set(processes.flat().map(({ kind }) => kind))].sort();
}

function workText(workNs: number): string {
  return `${workNs / 1000} us`;
}

/** Thousands of acquisitions a second, and Jain's index of the threads. */
export function printCells(rounds: readonly ContendedRound[]): void {
  const processes = rounds.flat();
  const kinds = kindsOf(processes);
  const works = [...new Set(CELLS.map(({ workNs }) => workNs))];
  for (const threads of new Set(CELLS.map((cell) => cell.threads))) {
    console.log(
      `\n${threads} threads, thousand acquisitions/s (Jain's index); median of ${rounds.length} rounds`,
    );
    const heads = works.map((ns) => workText(ns).padStart(CELL_WIDTH));
    console.log(`${'work'.padEnd(NAME_WIDTH)}${heads.join('')}`);
    for (const kind of kinds) {
      const cells = works.map((workNs) => {
        const values = valuesOf(processes, kind, { threads, workNs });
        const rate = median(values.map(({ perSecond }) => perSecond)) / 1000;
        const jain = median(values.map((value) => value.jain));
        return `${rate.toFixed(rate < 100 ? 1 : 0)} (${jain.toFixed(2)})`.padStart(CELL_WIDTH);
      });
      console.log(`${kind.padEnd(NAME_WIDTH)}${cells.join('')}`);
    }
  }
}

/** Ours to each peer, heat by heat; told of the peer that leaves least of it in a cell. */
export function printVerdicts(rounds: readonly ContendedRound[]): void {
  const processes = rounds.flat();
  const peers = kindsOf(processes).filter(isPeer);
  console.log(`\n${OURS} to the best of the JavaScript peers in each cell, heat by heat`);
  console.log(`${'cell'.padEnd(20)}median   quartiles      Jain    the best`);
  for (const cell of CELLS) {
    const ours = valuesOf(processes, OURS, cell);
    const [least] = peers
      .map((kind) => ({ kind, ratios: ratiosTo(kind, processes, cell) }))
      .sort((a, b) => median(a.ratios) - median(b.ratios));
    if (least === undefined || ours.length === 0) continue;
    const sorted = Float64Array.from(least.ratios).sort();
    const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q).toFixed(3));
    const jain = median(ours.map((value) => value.jain)).toFixed(3);
    const name = `${cell.threads} threads, ${workText(cell.workNs)}`.padEnd(20);
    console.log(`${name}${middle}    ${low} .. ${high}   ${jain}   ${least.kind}`);
  }
}

/** Within each heat that had both. */
function ratiosTo(peer: string, processes: ContendedRound, cell: ContendedCell): number[] {
  return processes.flatMap((process) => {
    const theirs = new Map(valuesOf([process], peer, cell).map((one) => [one.heat, one.perSecond]));
    return valuesOf([process], OURS, cell)
      .filter(({ heat }) => theirs.has(heat))
      .map(({ heat, perSecond }) => perSecond / (theirs.get(heat) as number));
  });
}
