import { CONFIDENCE, VALUES_LEAST } from '../../compare/pseudo-median.ts';
import { countText, pluralText } from '../../report/quantity.ts';
import type { Chart } from '../chart/chart-figure.ts';
import { machineText } from '../machine-text.ts';
import type { BenchPart } from './bench-part.ts';

/** Where a comparison's figures come from: the same of each of its charts. */
export function benchOrigin(part: BenchPart): Pick<Chart, 'command' | 'basis'> {
  const { comparison, durationMs, warmUpMs, command, host } = part;
  const counts = comparison.cells.map(({ trials }) => trials);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const trials = least === most ? pluralText(most, 'trial') : `${least} to ${most} trials`;
  const basis = [
    `n: ${trials} of each design, ${countText(durationMs)} ms each, in randomised blocks, after ${countText(warmUpMs)} ms of warm-up.`,
    intervalsText(least),
    machineText(host),
  ];
  return { command, basis: basis.join(' ') };
}

function intervalsText(trials: number): string {
  if (trials < VALUES_LEAST) return 'Intervals: the range of what was seen, of so few trials.';
  return (
    `Intervals: ${100 * CONFIDENCE} %, bootstrap over the blocks of the pseudo-median (Hodges–Lehmann) of ` +
    'logarithms, with expanded percentiles; ratios pair what was measured side by side.'
  );
}
