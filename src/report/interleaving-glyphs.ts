/** Signs that the table of an interleaving is drawn with. */
export interface InterleavingGlyphs {
  /** Between two columns. */
  readonly bar: string;
  readonly rule: string;
  readonly crossing: string;
  /** In place of what a name is too long for. */
  readonly ellipsis: string;
  /** Marks the row of the threads that wait for ever. */
  readonly stuck: string;
}

const DRAWN: InterleavingGlyphs = {
  bar: '│',
  rule: '─',
  crossing: '┼',
  ellipsis: '…',
  stuck: '✗',
};
const ASCII: InterleavingGlyphs = {
  bar: '|',
  rule: '-',
  crossing: '+',
  ellipsis: '~',
  stuck: 'x',
};

/** ASCII where the locale says that the terminal knows no more; POSIX: the first that is set counts. */
export function glyphsFor(
  environment: Readonly<Record<string, string | undefined>>,
): InterleavingGlyphs {
  const set = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => environment[name]);
  const locale = set.find((value) => value !== undefined && value !== '');
  return locale === undefined || /utf-?8/i.test(locale) ? DRAWN : ASCII;
}
