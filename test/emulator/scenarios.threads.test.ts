import { beforeAll, describe, expect, test } from 'vitest';
import { allScenarios } from '../../emulator/scenario-catalog.ts';
import { lockyard } from '../cli/fixtures/front-door.ts';

/** What a result of `stress --json` has of these. */
interface Told {
  readonly scenario: string;
  readonly asExpected: boolean;
  readonly finds: { readonly found: boolean };
  readonly findings: readonly { readonly summary: string }[];
}

const NAMES = allScenarios().map(({ name }) => name);

/** Every story once, in a session of its own form: many more runs are those of `npm run stories`. */
async function runAll(options: string): Promise<ReadonlyMap<string, Told>> {
  const { out, err } = await lockyard(`stress ${NAMES.join(' ')} --json ${options}`);
  if (out === '') throw new Error(err);
  const { results } = JSON.parse(out) as { readonly results: readonly Told[] };
  return new Map(results.map((result) => [result.scenario, result]));
}

const told: { bad: ReadonlyMap<string, Told>; fixed: ReadonlyMap<string, Told> } = {
  bad: new Map(),
  fixed: new Map(),
};
beforeAll(async () => {
  told.bad = await runAll('');
  told.fixed = await runAll('--fixed');
});

describe.each(NAMES)('%s', (name) => {
  test('is found in its bad form, as its file asks for', () => {
    expect(told.bad.get(name)).toMatchObject({ asExpected: true, finds: { found: true } });
  });

  test('is silent in its fixed form', () => {
    const { asExpected, findings } = told.fixed.get(name) as Told;
    expect(findings.map(({ summary }) => summary)).toEqual([]);
    expect(asExpected).toBe(true);
  });
});
