import type { InterleavingGlyphs } from './interleaving-glyphs.ts';
import type { Interleaving, InterleavingRow } from './interleaving-rows.ts';
import { columnsOf, filled, inLines, shortened } from './interleaving-width.ts';
import type { Palette } from './palette.ts';

const COLUMNS = 80;
const NAME_MOST = 20;

/** A schedule of more threads than a terminal has room for columns: each row begins with its thread. */
export function interleavingList(
  { threads, steps }: Interleaving,
  rows: readonly InterleavingRow[],
  glyphs: InterleavingGlyphs,
  palette: Palette,
): string {
  const gutter = String(steps.length).length + 1;
  const names = new Map(threads.map((name) => [name, shortened(name, NAME_MOST, glyphs.ellipsis)]));
  const width = Math.max(...[...names.values()].map(columnsOf));
  const room = COLUMNS - gutter - width - 3;
  const lines = rows.flatMap((row) => {
    if (row.kind === 'rule') return [glyphs.rule.repeat(gutter + width + 3)];
    if (row.kind === 'across') {
      const told = inLines(`(${row.text})`, COLUMNS - gutter - 1, glyphs.ellipsis);
      return told.map((line) => `${' '.repeat(gutter + 1)}${palette('quiet', line)}`);
    }
    const mark = row.mark === 'stuck' ? glyphs.stuck : String(row.mark ?? '');
    return [...row.cells].flatMap(([thread, parts]) => {
      const name = filled(names.get(thread) ?? thread, width);
      const texts = parts.flatMap(({ text, tone }) =>
        inLines(text, room, glyphs.ellipsis).map((line) =>
          tone === undefined ? line : palette(tone, line),
        ),
      );
      return texts.map((text, n) => {
        const front = n === 0 ? `${mark.padStart(gutter)} ${name}` : ' '.repeat(gutter + 1 + width);
        return `${front}  ${text}`;
      });
    });
  });
  return lines.join('\n');
}
