import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_NO_BROWSER, named, useBrowser } from './browser-suite.ts';
import { openPage } from './open-page.ts';
import { PageFolder, bothParts } from './sample-pages.ts';

const folder = new PageFolder();
let file = '';
beforeAll(() => {
  file = folder.write('both.html', ...bothParts());
});
afterAll(() => folder.remove());

const GROUND = 'getComputedStyle(document.body).backgroundColor';

/** What has the focus: name and whether one can see it. */
function focused(page: Page): Promise<{ name: string; isSeen: boolean }> {
  return page.evaluate(`(() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const isSeen = getComputedStyle(at).outlineStyle !== 'none' && box.width > 0 && box.left >= 0;
    return { name: at.id || at.getAttribute('href') || at.tagName, isSeen };
  })()`);
}

describe.skipIf(HAS_NO_BROWSER)(named('by keyboard alone'), () => {
  const browser = useBrowser();
  test('one comes to all controls and links in the order of the page, and sees where', async () => {
    const { page } = await openPage(browser(), file);
    const stops: string[] = [];
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      const { name, isSeen } = await focused(page);
      expect(isSeen, `the focus on ${name}`).toBe(true);
      stops.push(name);
    }
    expect(stops.slice(0, 4)).toEqual(['#content', 'theme-auto', 'unfold', '#part1-source']);
    expect(stops).toContain('#part1-latency');
    await page.context().close();
  });

  test('the theme is chosen with the arrows, and is kept', async () => {
    const { page } = await openPage(browser(), file);
    const light = await page.evaluate(GROUND);
    await page.focus('#theme-auto');
    for (const _ of ['light', 'dark']) await page.keyboard.press('ArrowRight');
    const dark = await page.evaluate(GROUND);
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await page.evaluate(GROUND)).toBe(dark);
    await page.context().close();
  });

  test('a fold is opened, and a table sorted both ways', async () => {
    const { page } = await openPage(browser(), file);
    const figure = page.locator('#part1-throughput1');
    await figure.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await figure.locator('details').getAttribute('open')).not.toBeNull();
    await figure.locator('th button', { hasText: 'median' }).focus();
    const medians = async () => {
      const cells = await figure.locator('tbody tr > :nth-child(3)').allTextContents();
      return cells.map((text) => Number(text.replaceAll(',', '')));
    };
    const written = await medians();
    await page.keyboard.press('Enter');
    expect(await medians()).toEqual(written.toSorted((a, b) => b - a));
    await page.keyboard.press('Enter');
    expect(await medians()).toEqual(written.toSorted((a, b) => a - b));
    expect(await figure.locator('th[aria-sort=ascending]').textContent()).toContain('median');
    await page.context().close();
  });

  test('one design is brought out in every chart', async () => {
    const { page } = await openPage(browser(), file);
    const faint = () =>
      page.evaluate<number>(
        `[...document.querySelectorAll('figure .series')].filter((one) =>
          getComputedStyle(one).opacity < 1 && one.classList.contains('n1')).length`,
      );
    const others = `[...document.querySelectorAll('figure .series:not(.n1)')].every((one) =>
      getComputedStyle(one).opacity < 1)`;
    expect(await page.evaluate(others)).toBe(false);
    await page.focus('#look-none');
    for (const _ of [0, 1]) await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(others)).toBe(true);
    expect(await faint()).toBe(0);
    await page.context().close();
  });

  test('what is wide can be scrolled', async () => {
    const { page } = await openPage(browser(), file, { viewport: { width: 390, height: 844 } });
    const wide = page.locator('.scroll[tabindex]').first();
    await wide.focus();
    await page.keyboard.press('ArrowRight');
    const scrolled = () => page.evaluate<number>('document.activeElement.scrollLeft');
    await expect.poll(scrolled).toBeGreaterThan(0);
    await page.context().close();
  });
});
