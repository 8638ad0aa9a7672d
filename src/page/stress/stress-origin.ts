import type { Chart } from '../chart/chart-figure.ts';
import { machineText } from '../machine-text.ts';
import type { StressPart } from './stress-part.ts';

/** Where the figures of runs come from: the same of each of their charts. */
export function stressOrigin({ command, host }: StressPart): Pick<Chart, 'command' | 'basis'> {
  return { command, basis: `n: one run of each, so there is no interval. ${machineText(host)}` };
}
