import type { Finding } from '../validate/finding.ts';
import { countText, pluralText } from './quantity.ts';

/** Where a finding comes from; stands where the kernel prints its release. */
export interface FindingContext {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly design: string;
  readonly workload: string;
}

/** A report as the kernel frames it: banner, title, where, banner, then the body. */
export function framed(title: string, context: FindingContext, body: readonly string[]): string {
  const where = `${context.tool}, design ${context.design}, workload ${context.workload}`;
  const width = Math.max(title.length, where.length);
  return ['='.repeat(width), title, where, '-'.repeat(width), ...body].join('\n');
}

/** How often, and when first. */
export function seenLine(finding: Finding, count: number): string {
  const times = pluralText(count, 'time');
  return `seen ${times}, first after ${countText(finding.afterOperations)} operations`;
}
