import type { HostFacts } from './part.ts';

/** What of a machine bears on a figure. */
const TOLD = new Map([
  ['processor', (value: string) => value],
  ['cores', (value: string) => `${value} ${value === '1' ? 'core' : 'cores'}`],
  ['node', (value: string) => `node ${value}`],
]);

/** `Machine: AMD EPYC, 2 cores, node 20.20.2.`; the host card has the rest. */
export function machineText(host: HostFacts): string {
  const told = host.flatMap(([name, value]) => TOLD.get(name)?.(value) ?? []);
  return `Machine: ${told.length === 0 ? 'not told' : told.join(', ')}.`;
}
