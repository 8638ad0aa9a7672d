import { type Child, type Html, html } from '../markup/html.ts';

export interface Column {
  /** With the unit, where the cells do not carry it. */
  readonly head: string;
  /** Text that is read, not compared: set to the left. */
  readonly isText?: boolean;
  /** Names of locks, places and commands. */
  readonly isCode?: boolean;
}

/** What a cell shows, and what its column is sorted by where the shown text would not do. */
export interface ValuedCell {
  readonly shown: Child;
  readonly value: number;
}

export type Cell = string | Html | ValuedCell;

export interface DataTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A table with all its head cells named as such; the page's script lets it be sorted. */
export function dataTable({ caption, columns, rows }: DataTable): Html {
  const heads = columns.map(
    (column) => html`<th scope="col" class="${classesOf(column)}">${column.head}</th>`,
  );
  return html`<div class="scroll"><table class="data">
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => bodyRow(columns, row))}</tbody>
</table></div>`;
}

function bodyRow(columns: readonly Column[], row: readonly Cell[]): Html {
  const cells = columns.map((column, n) => bodyCell(column, row[n] ?? '', n === 0));
  return html`<tr>${cells}</tr>
`;
}

function bodyCell(column: Column, cell: Cell, isHead: boolean): Html {
  const valued = isValued(cell);
  const shown = valued ? cell.shown : cell;
  const order = valued ? html` data-value="${cell.value}"` : null;
  // Numbers are most of a page: theirs is the style of a cell without a class.
  const named = classesOf(column);
  const classes = named === 'number' ? null : html` class="${named}"`;
  return isHead
    ? html`<th scope="row"${classes}${order}>${shown}</th>`
    : html`<td${classes}${order}>${shown}</td>`;
}

function isValued(cell: Cell): cell is ValuedCell {
  return typeof cell === 'object' && 'shown' in cell;
}

function classesOf({ isText, isCode }: Column): string {
  return isCode === true ? 'text code' : isText === true ? 'text' : 'number';
}
