import type { Page } from 'playwright-core';

/** Room in units of the drawing by which two labels may touch: lines stand closer than boxes. */
const OVERLAP_MOST = { across: 2, down: 4 };

/**
 * What is wrong with the drawings as the browser lays them out: text that leaves its drawing, labels
 * that lie over each other, places that are no numbers, drawings without any shape.
 */
export function drawingFaults(page: Page): Promise<string[]> {
  return page.evaluate(`(${IN_PAGE})(${JSON.stringify(OVERLAP_MOST)})`);
}

/** Runs in the page, where there is a document. */
const IN_PAGE = `(most) => {
  const faults = [];
  for (const svg of document.querySelectorAll('figure svg')) {
    const name = svg.querySelector('title').textContent;
    const room = svg.viewBox.baseVal;
    const toDrawing = svg.getScreenCTM().inverse();
    const placed = (label) => {
      const { x, y, width, height } = label.getBoundingClientRect();
      const [a, b] = [[x, y], [x + width, y + height]].map(([px, py]) =>
        new DOMPoint(px, py).matrixTransform(toDrawing));
      return { text: label.textContent, left: a.x, top: a.y, right: b.x, bottom: b.y };
    };
    const labels = [...svg.querySelectorAll('text')]
      .filter((label) => label.textContent.trim() !== '')
      .map(placed);
    for (const { text, left, right, top, bottom } of labels) {
      if (left < -1 || right > room.width + 1 || top < -2 || bottom > room.height + 2)
        faults.push(name + ': "' + text + '" leaves the drawing');
    }
    labels.forEach((a, n) => {
      for (const b of labels.slice(n + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > most.across && down > most.down)
          faults.push(name + ': "' + a.text + '" lies over "' + b.text + '"');
      }
    });
    const shapes = [...svg.querySelectorAll('path,rect')];
    if (shapes.length === 0) faults.push(name + ': nothing is drawn');
    const isOdd = ({ attributes }) =>
      [...attributes].some(({ value }) => /NaN|Infinity|undefined/.test(value));
    if (shapes.some(isOdd)) faults.push(name + ': a shape without a place');
  }
  return faults;
}`;
