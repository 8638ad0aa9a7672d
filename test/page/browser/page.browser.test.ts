import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGE_BYTES_MOST } from '../../../src/page/page-frame.ts';
import { violationsOf } from './accessibility.ts';
import { HAS_NO_BROWSER, named, useBrowser } from './browser-suite.ts';
import { drawingFaults } from './drawing-faults.ts';
import { openPage, unfold } from './open-page.ts';
import { PageFolder, bothParts } from './sample-pages.ts';

const folder = new PageFolder();
let file = '';
beforeAll(() => {
  file = folder.write('both.html', ...bothParts());
});
afterAll(() => folder.remove());

/** Each kind of chart that a comparison and a run have, by the beginning of its title. */
const CHARTS = [
  'Who is fastest where',
  'Who is fastest by section',
  'Throughput against i915-2018',
  'Throughput by threads',
  'Throughput by section',
  'Scaling of each design',
  'Throughput for CPU time',
  'Latency of operations',
  'Where the time of the workers went',
  'What each worker got',
  'Every trial',
  'Who waited for whom',
  'Throughput of each run',
  'Where the time of the threads went',
  'Lock order',
];

describe.skipIf(HAS_NO_BROWSER)(named('a page in a browser'), () => {
  const browser = useBrowser();
  test('is small enough to be sent', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(PAGE_BYTES_MOST);
  });

  test('loads nothing and says nothing on the console, whatever is done with it', async () => {
    const { page, complaints } = await openPage(browser(), file);
    await unfold(page);
    for (const theme of ['dark', 'light', 'auto']) await page.check(`#theme-${theme}`);
    for (const head of (await page.locator('th button').all()).slice(0, 20)) await head.click();
    await page.emulateMedia({ media: 'print' });
    await page.reload();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('has every kind of chart, with its data, its command and what it rests on', async () => {
    const { page } = await openPage(browser(), file);
    const titles = await page.locator('figure figcaption :is(h4,h5)').allTextContents();
    const missing = CHARTS.filter((chart) => !titles.some((title) => title.startsWith(chart)));
    expect(missing).toEqual([]);
    await unfold(page);
    for (const figure of await page.locator('figure').all()) {
      expect(await figure.locator('table.data tbody tr').count()).toBeGreaterThan(0);
      expect(await figure.locator('.command').textContent()).toMatch(/^npx lockyard /);
      expect(await figure.locator('.basis').textContent()).toContain('Machine: ');
    }
    await page.context().close();
  });

  test('keeps every label within its drawing and off the others', async () => {
    const { page } = await openPage(browser(), file);
    await unfold(page);
    expect(await drawingFaults(page)).toEqual([]);
    await page.context().close();
  });

  test('and would be caught if it did not', async () => {
    const { page } = await openPage(browser(), file);
    const label = "document.querySelector('#part1-throughput1 svg text')";
    await page.evaluate(`${label}.setAttribute('x', '-40')`);
    const name = 'Throughput by threads: mixed:section=1';
    expect(await drawingFaults(page)).toEqual([`${name}: "1" leaves the drawing`]);
    await page.evaluate(`${label}.textContent = '-'.repeat(400)`);
    expect((await drawingFaults(page)).join()).toContain(' lies over ');
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('has no fault that axe-core knows: %s', async (scheme) => {
    const { page } = await openPage(browser(), file, { colorScheme: scheme });
    await unfold(page);
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });

  test('fits a telephone: only what is wide is scrolled, by itself', async () => {
    const { page } = await openPage(browser(), file, { viewport: { width: 390, height: 844 } });
    await unfold(page);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });
});
