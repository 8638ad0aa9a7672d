import type { InterleavingGlyphs } from './interleaving-glyphs.ts';
import { interleavingList } from './interleaving-list.ts';
import { type Interleaving, type InterleavingRow, interleavingRows } from './interleaving-rows.ts';
import { columnsOf, filled, inLines, shortened } from './interleaving-width.ts';
import type { Palette } from './palette.ts';
import { pluralText } from './quantity.ts';

/** Columns of a terminal that nobody has widened. */
const COLUMNS = 80;
/** A narrower column breaks every operation. */
const COLUMN_LEAST = 12;
const COLUMN_MOST = 36;

/**
 * A schedule with a column for each thread and a row for each step, at most 80 columns wide; where the
 * turn goes to another thread, a row says why. Where there are more threads than columns, only those
 * that are stuck have one. Where even they are too many, the threads share one column.
 */
export function interleavingText(
  interleaving: Interleaving,
  glyphs: InterleavingGlyphs,
  palette: Palette,
): string {
  const gutter = String(interleaving.steps.length).length + 1;
  const threads = threadsShown(interleaving, gutter);
  const rows = interleavingRows(interleaving, new Set(threads));
  if (!fits(threads.length, gutter)) return interleavingList(interleaving, rows, glyphs, palette);
  const table = new ColumnTable(threads, rows, gutter, glyphs, palette);
  const hidden = interleaving.threads.filter((thread) => !threads.includes(thread));
  return [...table.lines(rows), ...hiddenLines(hidden, palette)].join('\n');
}

function threadsShown({ threads, steps, stuck }: Interleaving, gutter: number): readonly string[] {
  const acting = new Set([...steps, ...stuck].map(({ thread }) => thread));
  const all = threads.filter((thread) => acting.has(thread));
  if (fits(all.length, gutter)) return all;
  const inCycle = new Set(stuck.map(({ thread }) => thread));
  return inCycle.size === 0 ? all : all.filter((thread) => inCycle.has(thread));
}

function fits(threads: number, gutter: number): boolean {
  return gutter + threads * (COLUMN_LEAST + 3) <= COLUMNS + 2;
}

function hiddenLines(hidden: readonly string[], palette: Palette): string[] {
  if (hidden.length === 0) return [];
  return ['', palette('quiet', `${pluralText(hidden.length, 'other thread')} not shown`)];
}

class ColumnTable {
  readonly #threads: readonly string[];
  readonly #widths: readonly number[];
  readonly #gutter: number;
  readonly #glyphs: InterleavingGlyphs;
  readonly #palette: Palette;

  constructor(
    threads: readonly string[],
    rows: readonly InterleavingRow[],
    gutter: number,
    glyphs: InterleavingGlyphs,
    palette: Palette,
  ) {
    const room = COLUMNS - gutter - 1 - 3 * (threads.length - 1);
    this.#threads = threads;
    this.#widths = sharedOut(
      threads.map((thread) => naturalWidth(thread, rows)),
      room,
    );
    this.#gutter = gutter;
    this.#glyphs = glyphs;
    this.#palette = palette;
  }

  lines(rows: readonly InterleavingRow[]): string[] {
    return [this.#head(), this.#rule(), ...rows.flatMap((row) => this.#row(row))];
  }

  #head(): string {
    const names = distinct(this.#threads, this.#widths, this.#glyphs.ellipsis);
    const cells = names.map((name, column) =>
      this.#palette('strong', filled(name, this.#widths[column] as number)),
    );
    return `${' '.repeat(this.#gutter + 1)}${cells.join(` ${this.#glyphs.bar} `)}`.trimEnd();
  }

  #rule(): string {
    const { rule, crossing } = this.#glyphs;
    const parts = this.#widths.map((width) => rule.repeat(width + 1));
    const line = rule.repeat(this.#gutter + 1) + parts.join(`${crossing}${rule}`);
    return line.slice(0, -rule.length);
  }

  #row(row: InterleavingRow): string[] {
    if (row.kind === 'rule') return [this.#rule()];
    const space = ' '.repeat(this.#gutter + 1);
    if (row.kind === 'across') {
      const lines = inLines(`(${row.text})`, COLUMNS - space.length, this.#glyphs.ellipsis);
      return lines.map((line) => space + this.#palette('quiet', line));
    }
    const columns = this.#threads.map((thread, column) =>
      (row.cells.get(thread) ?? []).flatMap(({ text, tone }) => {
        const lines = inLines(text, this.#widths[column] as number, this.#glyphs.ellipsis);
        return lines.map((line) => ({ line, tone }));
      }),
    );
    const height = Math.max(...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, n) => {
      const mark = n === 0 ? this.#mark(row.mark) : space;
      const cells = columns.map((lines, column) => {
        const { line, tone } = lines[n] ?? { line: '', tone: undefined };
        const padding = ' '.repeat((this.#widths[column] as number) - columnsOf(line));
        return (tone === undefined ? line : this.#palette(tone, line)) + padding;
      });
      return (mark + cells.join(` ${this.#glyphs.bar} `)).trimEnd();
    });
  }

  #mark(mark: 'stuck' | number | null): string {
    if (mark === 'stuck') {
      return `${' '.repeat(this.#gutter - 1)}${this.#palette('bad', this.#glyphs.stuck)} `;
    }
    return `${(mark === null ? '' : String(mark)).padStart(this.#gutter)} `;
  }
}

function naturalWidth(thread: string, rows: readonly InterleavingRow[]): number {
  const texts = rows.flatMap((row) => (row.kind === 'cells' ? (row.cells.get(thread) ?? []) : []));
  return Math.max(columnsOf(thread), ...texts.map(({ text }) => columnsOf(text)));
}

/** Narrow columns get what they need; what is left is shared out evenly among the wide ones. */
function sharedOut(natural: readonly number[], room: number): number[] {
  const wanted = natural.map((width) => Math.min(Math.max(width, COLUMN_LEAST), COLUMN_MOST));
  const order = wanted.map((_, column) => column).sort((a, b) => wanted[a] - wanted[b]);
  const widths: number[] = [];
  let left = room;
  order.forEach((column, n) => {
    const share = Math.floor(left / (order.length - n));
    widths[column] = Math.min(wanted[column] as number, share);
    left -= widths[column] as number;
  });
  return widths;
}

/** Shortened names that are the same are told apart by the place of their column. */
function distinct(
  names: readonly string[],
  widths: readonly number[],
  ellipsis: string,
): readonly string[] {
  const short = names.map((name, column) => shortened(name, widths[column] as number, ellipsis));
  return short.map((name, column) => {
    if (short.filter((other) => other === name).length === 1) return name;
    const place = `#${column + 1}`;
    const room = (widths[column] as number) - place.length;
    return shortened(names[column] as string, room, ellipsis) + place;
  });
}
