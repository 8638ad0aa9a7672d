import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Violations as axe-core finds them, one line each: rule, how grave, how often, the first place. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) =>
      id + ' (' + impact + ', ' + nodes.length + ' times): ' + nodes[0].html.slice(0, 200)))`);
}
