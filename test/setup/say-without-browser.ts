import { BROWSER_VARIABLE, findBrowser } from '../page/browser/find-browser.ts';

/** Checks that were skipped should not look like checks that passed. */
export function setup(): void {
  if (findBrowser() !== null) return;
  process.stderr.write(
    `\nbrowser checks are skipped: no Chromium on this machine; ${BROWSER_VARIABLE} may name one\n\n`,
  );
}
