import { SERIES_COLOURS } from './series-look.ts';

/** Colours of the parts of a whole, the same in every chart: classes of the style, by name. */
export class PartColours {
  readonly #classes = new Map<string, string>();

  of(name: string): string {
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    const next = `c${this.#classes.size % SERIES_COLOURS}`;
    this.#classes.set(name, next);
    return next;
  }
}
