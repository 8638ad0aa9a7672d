import { defineConfig } from 'vitest/config';

/**
 * `house` reads the sources, `unit` imports pure modules from them, `threads` starts real workers
 * and therefore imports the package through its own exports, from a `dist` built just before.
 * `browser` opens pages in the Chromium of the machine, and skips where there is none.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: { name: 'house', include: ['test/house/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/house/**', 'test/**/*.threads.test.ts', 'test/**/*.browser.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'threads',
          include: ['test/**/*.threads.test.ts'],
          globalSetup: ['test/setup/build-dist.ts'],
          // Each test starts workers of its own: one file at a time, or they share the cores.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          // One of them makes its page with the command line.
          globalSetup: ['test/setup/build-dist.ts', 'test/setup/say-without-browser.ts'],
          // A browser by itself keeps the cores busy.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
