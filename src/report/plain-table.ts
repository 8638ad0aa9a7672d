import Table from 'cli-table3';

const NO_LINE = '';

/** Columns two spaces apart under one rule; the first is text, numbers stand to the right. */
export function plainTable(
  head: readonly string[],
  leftColumns: number,
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_title, index) => (index < leftColumns ? 'left' : 'right')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: {
      top: NO_LINE,
      'top-mid': NO_LINE,
      'top-left': NO_LINE,
      'top-right': NO_LINE,
      bottom: NO_LINE,
      'bottom-mid': NO_LINE,
      'bottom-left': NO_LINE,
      'bottom-right': NO_LINE,
      left: NO_LINE,
      'left-mid': NO_LINE,
      right: NO_LINE,
      'right-mid': NO_LINE,
      mid: '─',
      'mid-mid': '──',
      middle: '  ',
    },
  });
  for (const row of rows) table.push([...row]);
  // A short cell in the last column is padded; nobody sees it, but a diff does.
  return table.toString().replace(/ +$/gm, '');
}
