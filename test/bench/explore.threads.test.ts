import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** A small run, so that the benchmark does not rot; its figures are not judged here. */
it('explore: every strategy is measured beside a bare loop', async () => {
  const file = fileURLToPath(new URL('../../dist/bench/explore.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, '5', '1']);
  for (const name of ['random', 'urw', 'pos', 'pct2', 'every', 'depth-first']) {
    expect(stdout).toMatch(
      new RegExp(`^${name} +[\\d,]+ \\([\\d.]+\\) +[\\d,]+ \\([\\d.]+\\)$`, 'm'),
    );
  }
  expect(stdout).toMatch(/state search, .*: [\d,]+ states\/s/);
});
