import type { ScalabilityFit } from '../compare/scalability-fit.ts';
import type { BenchOutcome } from './bench-outcome.ts';
import { plainTable } from './plain-table.ts';
import { rateText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

const HEAD = ['design', 'workload', 'one thread', 'contention', 'coherency', 'peak'];

/** The Universal Scalability Law per design; refusals with their reason, each reason once. */
export function scalabilityText({ comparison }: BenchOutcome): string {
  const { fits } = comparison;
  if (fits.length === 0) return '';
  const rows = fits.flatMap(({ design, workload, fit }) =>
    fit.kind === 'fit' ? [[design, workload, ...columns(fit)]] : [],
  );
  const reasons = new Map<string, string[]>();
  for (const { design, workload, fit } of fits) {
    if (fit.kind === 'fit') continue;
    reasons.set(fit.reason, [...(reasons.get(fit.reason) ?? []), `${design} on ${workload}`]);
  }
  const refusals = [...reasons].flatMap(([reason, names]) =>
    wrapped(
      `no fit for ${names.length === fits.length ? 'any' : names.join(', ')}: ${reason}`,
      '',
      '  ',
    ),
  );
  return [
    'Universal Scalability Law:',
    ...(rows.length === 0 ? [] : [plainTable(HEAD, 2, rows)]),
    ...refusals,
  ].join('\n');
}

function columns({ law, peak, intervals }: ScalabilityFit & { readonly kind: 'fit' }): string[] {
  return [
    rateText(law.rate),
    `${law.contention.toFixed(3)} (${intervals.contention.map((end) => end.toFixed(3)).join(' .. ')})`,
    `${figures(law.coherency)} (${intervals.coherency.map(figures).join(' .. ')})`,
    peak === null ? '-' : peak.toFixed(0),
  ];
}

function figures(value: number): string {
  return value === 0 ? '0' : value.toPrecision(2);
}
