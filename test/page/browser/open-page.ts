import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface OpenPage {
  readonly page: Page;
  /** What a page must not do: say something on the console, throw, ask for anything else. */
  readonly complaints: readonly string[];
}

const DESKTOP = { width: 1280, height: 900 };

/** Opens a file in a window of its own. Close it with its context. */
export async function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: DESKTOP, colorScheme: 'light', ...options });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const { protocol } = new URL(request.url());
    const isItself = request.url().split('#')[0] === address;
    if (!isItself && protocol !== 'data:') complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, complaints };
}

/** Opens every fold, as the control of the page does. */
export async function unfold(page: Page): Promise<void> {
  await page.check('#unfold');
}
