/** Those of series but the grey one, which parts without a colour have. */
const COLOURS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c7'] as const;

/** Colours of the parts of a whole, the same in every chart: classes of the style, by name. */
export class PartColours {
  readonly #classes = new Map<string, string>();

  of(name: string): string {
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    const next = COLOURS[this.#classes.size % COLOURS.length] as string;
    this.#classes.set(name, next);
    return next;
  }
}
