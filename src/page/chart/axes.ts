import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import type { Scale } from './scale.ts';

/** The inner rectangle of a drawing. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Axis {
  readonly scale: Scale;
  /** With the unit. */
  readonly label: string;
  readonly format: (value: number) => string;
  /** In place of the scale's own ticks. */
  readonly ticks?: readonly number[];
}

/** Ticks, grid lines and label below a plot. */
export function bottomAxis({ left, top, right, bottom }: PlotArea, axis: Axis): Html {
  const ticks = (axis.ticks ?? axis.scale.ticks).map((tick) => {
    const x = coordinate(axis.scale.at(tick));
    return html`<path class="grid" d="M${x} ${top}V${bottom}"/><text class="tick middle" x="${x}" y="${bottom + 16}">${axis.format(tick)}</text>`;
  });
  return html`<g>${ticks}<path class="axis" d="M${left} ${bottom}H${right}"/><text class="label middle" x="${coordinate((left + right) / 2)}" y="${bottom + 34}">${axis.label}</text></g>`;
}

/** Ticks and grid lines at the left of a plot; its label stands above, where it can be read. */
export function leftAxis({ left, top, right }: PlotArea, axis: Axis): Html {
  const ticks = (axis.ticks ?? axis.scale.ticks).map((tick) => {
    const y = coordinate(axis.scale.at(tick));
    return html`<path class="grid" d="M${left} ${y}H${right}"/><text class="tick end" x="${left - 6}" y="${coordinate(y + 4)}">${axis.format(tick)}</text>`;
  });
  return html`<g>${ticks}<text class="label" x="4" y="${top - 10}">${axis.label}</text></g>`;
}
