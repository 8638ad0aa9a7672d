import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import { HEAT_STEPS } from '../style/colours.ts';
import { fittedText } from './fitted-text.ts';

/** How often each row met each column. */
export interface CountMatrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowsLabel: string;
  readonly columnsLabel: string;
  count(row: number, column: number): number;
  /** A count as it is written into its cell. */
  format(count: number): string;
}

export const MATRIX_WIDTH = 820;
const LEFT = 310;
const CELL_HEIGHT = 26;
const CELL_WIDTH_MOST = 90;
const LABEL_ROW = 16;

/** Columns are named by letters, and the letters told above; names of places do not fit over cells. */
export function matrixHeight({ rows, columns }: CountMatrix): number {
  return cellsTop(columns.length) + rows.length * CELL_HEIGHT + 8;
}

export function countMatrix(matrix: CountMatrix): Html {
  const { rows, columns, rowsLabel, columnsLabel } = matrix;
  const top = cellsTop(columns.length);
  const width = Math.min((MATRIX_WIDTH - LEFT - 8) / Math.max(columns.length, 1), CELL_WIDTH_MOST);
  const most = Math.max(1, ...rows.flatMap((_, r) => columns.map((_c, c) => matrix.count(r, c))));
  const heads = columns.map(
    (name, c) =>
      html`<text class="strong" x="${LEFT}" y="${LABEL_ROW * (c + 2)}">${letterOf(c)}</text>${fittedText({ text: name, x: LEFT + 24, y: LABEL_ROW * (c + 2), width: MATRIX_WIDTH - LEFT - 28 })}<text class="strong middle" x="${coordinate(LEFT + (c + 0.5) * width)}" y="${top - 6}">${letterOf(c)}</text>`,
  );
  const lines = rows.map((name, r) => {
    const y = top + r * CELL_HEIGHT;
    const cells = columns.map((_, c) => cellAt(matrix, [r, c], most, [LEFT + c * width, y, width]));
    const empty = html`<g class="none"><rect x="${LEFT}" y="${y + 1}" width="${coordinate(columns.length * width)}" height="${CELL_HEIGHT - 2}"/></g>`;
    return html`${empty}${fittedText({ text: name, x: LEFT - 10, y: y + 17, width: LEFT - 14, classes: 'end' })}${cells}
`;
  });
  return html`<text class="label end" x="${LEFT - 10}" y="${top - 6}">${rowsLabel}</text><text class="label" x="${LEFT}" y="12">${columnsLabel}</text>${heads}${lines}`;
}

function cellAt(
  matrix: CountMatrix,
  [r, c]: readonly [number, number],
  most: number,
  [x, y, width]: readonly [number, number, number],
): Html | null {
  const count = matrix.count(r, c);
  if (count === 0) return null;
  return html`<g class="cell h${stepOf(count, most)}"><title>${matrix.rows[r]} waited for ${matrix.columns[c]}: ${matrix.format(count)}</title><rect x="${coordinate(x)}" y="${y}" width="${coordinate(width)}" height="${CELL_HEIGHT}"/><text class="middle" x="${coordinate(x + width / 2)}" y="${y + 17}">${matrix.format(count)}</text></g>`;
}

/** By the logarithm: a few pairs meet thousands of times, many meet once. */
function stepOf(count: number, most: number): number {
  const share = Math.log(count + 1) / Math.log(most + 1);
  return Math.min(Math.floor(share * HEAT_STEPS), HEAT_STEPS - 1);
}

/** A to Z, then A2 and on. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`;
}

function cellsTop(columns: number): number {
  return LABEL_ROW * (columns + 2) + 12;
}
