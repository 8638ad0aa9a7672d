import type { InstrumentationLevel } from '../shared/plan.ts';
import type { Finding } from '../validate/finding.ts';
import { countText, pluralText } from './quantity.ts';

/** What a report says besides its finding. */
export interface FindingContext {
  /** Where the finding comes from; stands where the kernel prints its release. */
  readonly where: string;
  readonly level: InstrumentationLevel;
  /** Last line, in place of how often and when it was seen. */
  readonly ending?: string;
}

/** `tool`: for example `lockyard 0.1.0`. */
export function whereOfRun(tool: string, design: string, workload: string): string {
  return `${tool}, design ${design}, workload ${workload}`;
}

/** A report as the kernel frames it: banner, title, where, banner, then the body. */
export function framed(title: string, context: FindingContext, body: readonly string[]): string {
  const { where } = context;
  const width = Math.max(title.length, where.length);
  return ['='.repeat(width), title, where, '-'.repeat(width), ...body].join('\n');
}

/**
 * How often, and when first. What is confirmed is counted by event; a possible deadlock is looked for
 * once for each new chain of locks that a thread holds, however often that chain is taken again.
 */
export function seenLine(finding: Finding, count: number): string {
  const often =
    finding.level === 'confirmed'
      ? `happened ${pluralText(count, 'time')}`
      : `seen in ${pluralText(count, 'chain')} of locks`;
  return `${often}, first after ${countText(finding.afterOperations)} operations`;
}
