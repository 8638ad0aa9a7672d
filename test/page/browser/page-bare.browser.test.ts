import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_NO_BROWSER, named, useBrowser } from './browser-suite.ts';
import { openPage, unfold } from './open-page.ts';
import { PageFolder, bothParts } from './sample-pages.ts';

const folder = new PageFolder();
let file = '';
beforeAll(() => {
  file = folder.write('both.html', ...bothParts());
});
afterAll(() => folder.remove());

describe.skipIf(HAS_NO_BROWSER)(named('without scripts'), () => {
  const browser = useBrowser();
  test('all charts and verdicts are there, and the controls work', async () => {
    const { page, complaints } = await openPage(browser(), file, { javaScriptEnabled: false });
    const charts = page.locator('figure svg');
    expect(await charts.count()).toBeGreaterThan(20);
    expect(await charts.first().isVisible()).toBe(true);
    expect(await page.locator('#part1-verdicts table').first().isVisible()).toBe(true);
    const light = await page.screenshot({ clip: { x: 0, y: 0, width: 8, height: 8 } });
    await page.check('#theme-dark');
    const dark = await page.screenshot({ clip: { x: 0, y: 0, width: 8, height: 8 } });
    expect(dark.equals(light)).toBe(false);
    const data = page.locator('#part1-throughput1 table');
    expect(await data.isVisible()).toBe(false);
    await page.check('#unfold');
    expect(await data.isVisible()).toBe(true);
    expect(complaints.filter((line) => !line.includes('script'))).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(HAS_NO_BROWSER)(named('on paper'), () => {
  const browser = useBrowser();
  test('the page is light, without controls, and shows data where that was asked for', async () => {
    const { page } = await openPage(browser(), file, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe('rgb(255, 255, 255)');
    expect(await page.locator('fieldset').first().isVisible()).toBe(false);
    expect(await page.locator('#part1-throughput1 svg').isVisible()).toBe(true);
    const short = await page.pdf({ format: 'A4' });
    await page.emulateMedia({ media: 'screen' });
    await unfold(page);
    const long = await page.pdf({ format: 'A4' });
    expect(pagesIn(short)).toBeGreaterThan(3);
    expect(pagesIn(long)).toBeGreaterThan(pagesIn(short));
    await page.context().close();
  });
});

function pagesIn(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
