import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { BROWSER_VARIABLE, findBrowser } from './find-browser.ts';

const executablePath = findBrowser();

/** For `describe.skipIf`: there is nothing to open a page in. */
export const HAS_NO_BROWSER = executablePath === null;

/** The name of a suite, with the reason where it is skipped. */
export function named(suite: string): string {
  return HAS_NO_BROWSER
    ? `${suite} (no Chromium on this machine; ${BROWSER_VARIABLE} may name one)`
    : suite;
}

/** A browser for the tests of a suite, running from before the first until after the last. */
export function useBrowser(): () => Browser {
  let running: Browser | null = null;
  beforeAll(async () => {
    if (executablePath === null) throw new Error('without a browser there is nothing to test');
    running = await chromium.launch({ executablePath, args: launchWords() });
  });
  afterAll(() => running?.close());
  return () => {
    if (running === null) throw new Error('the browser has not started');
    return running;
  };
}

/** Chromium refuses to run for root with its sandbox, as in a container. */
function launchWords(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
