import { existsSync } from 'node:fs';

/** Where systems put a browser of Chromium's kind. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Names a browser that lies elsewhere. */
export const BROWSER_VARIABLE = 'LOCKYARD_BROWSER';

/**
 * The browser that pages are opened in; null: this machine has none where one is looked for. One that
 * was named is taken at its word, so that a wrong name fails.
 */
export function findBrowser(): string | null {
  const named = process.env[BROWSER_VARIABLE];
  if (named !== undefined && named !== '') return named;
  return PLACES.find((place) => existsSync(place)) ?? null;
}
