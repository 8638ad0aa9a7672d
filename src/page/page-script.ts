/**
 * The page's script. It adds comfort alone: without it all is there, in the order of the file, and
 * the controls still work. Remembers the theme, sorts tables by a column, opens the folds around the
 * target of a link, and all of them where the browser does not do so by style.
 */
export const PAGE_SCRIPT = `
(() => {
  const themes = [...document.querySelectorAll('input[name=theme]')];
  try {
    const kept = localStorage.getItem('lockyard-theme');
    for (const input of themes) if (input.value === kept) input.checked = true;
    for (const input of themes)
      input.addEventListener('change', () => localStorage.setItem('lockyard-theme', input.value));
  } catch {}

  const open = () => {
    let at = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const target = at;
    for (; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target?.scrollIntoView();
  };
  const all = document.getElementById('unfold');
  all.addEventListener('change', () => {
    for (const fold of document.querySelectorAll('details')) fold.open = all.checked;
  });
  // What is wider than its place is scrolled, by keyboard too.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  addEventListener('hashchange', open);

  const keyOf = (row, column) => {
    const cell = row.children[column];
    const told = cell.dataset.value ?? cell.textContent.replace(/,(?=\\d{3})/g, '');
    return told.trim() === '' || Number.isNaN(Number(told)) ? cell.textContent : Number(told);
  };
  const compare = (a, b) =>
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : typeof a === typeof b ? a.localeCompare(b, 'en', { numeric: true })
      : typeof a === 'number' ? -1 : 1;
  const sort = (table, head, column) => {
    const descends = head.getAttribute('aria-sort') !== 'descending' && head.classList.contains('number');
    const down = head.hasAttribute('aria-sort') ? head.getAttribute('aria-sort') === 'ascending' : descends;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row, column), row]);
    rows.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  addEventListener('DOMContentLoaded', () => {
    for (const table of document.querySelectorAll('table.data')) {
      if (table.tBodies[0].rows.length < 2) continue;
      [...table.tHead.rows[0].cells].forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.title = 'sort by this column';
        button.append(...head.childNodes);
        button.addEventListener('click', () => sort(table, head, column));
        head.append(button);
      });
    }
    for (const place of document.querySelectorAll('.scroll')) watch.observe(place);
    open();
  });
})();
`;
