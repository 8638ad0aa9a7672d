import type { Finding } from '../validate/finding.ts';
import { frameLines } from './lock-line.ts';

export const ORDER_KEY_TITLE = 'WARNING: locks of one class are taken against their declared order';

/** The sentence, the declared keys, and where each of the two locks was taken. */
export function orderKeyBody(finding: Finding): string[] {
  const [step] = finding.cycle;
  return [
    `${finding.summary}.`,
    ...finding.details.map((line) => `  ${line}`),
    ...(step === undefined
      ? []
      : [
          '',
          `${step.from} had been taken at:`,
          ...frameLines(step.heldSite),
          `${step.to} is taken at:`,
          ...frameLines(step.site),
        ]),
    '',
    'Take them in ascending order of their keys; whoever takes them the other way round',
    'meets the others half-way.',
  ];
}

/** Found after the run, in the record of its events. */
export const ORDER_KEY_LINE = 'told once for each place that does so in the record of this run';
