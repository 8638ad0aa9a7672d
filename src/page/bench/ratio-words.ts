import type { CellResult } from '../../compare/comparison.ts';
import { type Html, html } from '../markup/html.ts';

type Estimate = CellResult['opsPerSecond'];
type Verdict = CellResult['ratioToBaseline']['verdict'];

/** `1.12×`. */
export function ratioText(ratio: number): string {
  return `${ratio.toFixed(ratio < 0.1 ? 3 : 2)}×`;
}

/** `1.12× (1.08–1.17)`. */
export function ratioRange(ratio: Estimate): string {
  return `${ratioText(ratio.median)} (${rangeText(ratio)})`;
}

/** `1.08–1.17`. */
function rangeText({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return `${low.toFixed(2)}–${high.toFixed(2)}`;
}

const TONES: Readonly<Record<Verdict, string>> = {
  faster: 'good',
  slower: 'bad',
  same: '',
  inconclusive: 'warn',
};

const SIGNS: Readonly<Record<Verdict, string>> = {
  faster: '▲',
  slower: '▼',
  same: '=',
  inconclusive: '?',
};

/** A verdict with its sign, so that it does not hang on colour. */
export function ratioBadge(verdict: Verdict): Html {
  return html`<span class="badge ${TONES[verdict]}">${ratioWord(verdict)}</span>`;
}

export function ratioWord(verdict: Verdict): string {
  return `${SIGNS[verdict]} ${verdict}`;
}
