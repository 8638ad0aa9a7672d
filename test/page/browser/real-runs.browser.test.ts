import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockyard } from '../../cli/fixtures/front-door.ts';
import { violationsOf } from './accessibility.ts';
import { HAS_NO_BROWSER, named, useBrowser } from './browser-suite.ts';
import { drawingFaults } from './drawing-faults.ts';
import { openPage, unfold } from './open-page.ts';
import { PageFolder } from './sample-pages.ts';

const folder = new PageFolder();
afterAll(() => folder.remove());

const STRESS = 'stress --design resv-in-map,merged --duration 300ms --json';
const BENCH =
  'bench --design i915-2018,merged --workload mixed --threads 1,2 --trials 2 --duration 100ms --warm-up 50ms';

describe.skipIf(HAS_NO_BROWSER)(named('a page of real runs'), () => {
  const browser = useBrowser();
  const file = folder.path('real.html');
  beforeAll(async () => {
    const [run, ledger] = [folder.path('run.json'), folder.path('bench.jsonl')];
    const { out } = await lockyard(STRESS);
    writeFileSync(run, out);
    await lockyard(`${BENCH} --ledger ${ledger}`);
    expect(await lockyard(`report ${ledger} ${run} -o ${file}`)).toMatchObject({ status: 0 });
  });

  test('is sound: drawings, console, accessibility', async () => {
    const { page, complaints } = await openPage(browser(), file);
    await unfold(page);
    expect(await drawingFaults(page)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('tells how the design came to its deadlock', async () => {
    const { page } = await openPage(browser(), file);
    const run = page.locator('section', { has: page.locator('h4', { hasText: 'resv-in-map' }) });
    expect(await run.locator('figure svg .in-cycle').count()).toBeGreaterThan(0);
    expect(await run.locator('article.finding').count()).toBeGreaterThan(0);
    await page.context().close();
  });
});
