import { type Html, html } from '../markup/html.ts';
import type { StressRun } from './stress-part.ts';

/** A verdict with a sign, so that it does not hang on colour: `✓ clean`. */
export function verdictBadge({ verdict, asExpected, inconclusive }: StressRun): Html {
  if (inconclusive) return html`<span class="badge warn">? ${verdict}</span>`;
  return asExpected
    ? html`<span class="badge good">✓ ${verdict}</span>`
    : html`<span class="badge bad">✗ ${verdict}</span>`;
}

/** How sure a finding is; sign and word. */
export function levelBadge(level: string, isRejected: boolean): Html {
  if (isRejected) return html`<span class="badge">– ${level}, not in this run</span>`;
  switch (level) {
    case 'confirmed':
      return html`<span class="badge bad">● confirmed</span>`;
    case 'predicted':
      return html`<span class="badge warn">◐ predicted</span>`;
    default:
      return html`<span class="badge">○ ${level}</span>`;
  }
}
