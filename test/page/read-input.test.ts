import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { checkHeader, checkTrial } from '../../src/page/read/check-ledger.ts';
import { JsonReader } from '../../src/page/read/json-reader.ts';
import { headerOf, trialOf } from '../compare/fixtures/trials.ts';
import { stressDocument, stressPart } from './fixtures/stress-document.ts';

/** A document with one place changed; undefined: taken out. */
function changed(document: unknown, path: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(document));
  const keys = path.split('.');
  const last = keys.pop() as string;
  let at = copy;
  for (const key of keys) at = at[key];
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(copy);
}

const RUN = JSON.parse(stressDocument());

describe('a run whose document is wrong is refused, with the place', () => {
  test.each([
    ['results', undefined, 'run.json.results: expected a list, found nothing'],
    ['results', {}, 'run.json.results: expected a list, found {}'],
    ['results.0', null, 'run.json.results[0]: expected an object, found null'],
    ['results.0.design', 5, 'run.json.results[0].design: expected a text, found 5'],
    ['results.1.operations', 'many', 'run.json.results[1].operations: expected a number'],
    ['results.1.seconds', -1, 'run.json.results[1].seconds: expected a number'],
    ['results.1.deadlocks', 1e300, 'run.json.results[1].deadlocks: expected a number'],
    ['results.0.asExpected', 'yes', 'asExpected: expected true or false, found "yes"'],
    ['results.0.locks.0.waitNsTotal', undefined, 'locks[0].waitNsTotal: expected a number'],
    ['results.1.findings.0.text', undefined, 'findings[0].text: expected a text, found nothing'],
    ['results.1.findings.1.cycle.0.from', [], 'findings[1].cycle[0].from: expected a text'],
    ['versions', 'old', 'run.json.versions: expected an object, found "old"'],
  ])('%s', (path, value, message) => {
    const read = () => stressPart(changed(RUN, path, value));
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  test('an empty run says so', () => {
    const read = () => stressPart(changed(RUN, 'results', []));
    expect(read).toThrow(UsageError);
    expect(read).toThrow('run.json holds no run');
  });
});

test('what a run did not do is a warning', () => {
  const skipped = stressPart(changed(RUN, 'skipped', ['ww-resv']));
  expect(skipped.warnings).toEqual(['ww-resv was not run: the session was interrupted before it.']);
  const cut = stressPart(changed(RUN, 'results.0.ending', 'interrupted'));
  expect(cut.warnings).toEqual(['merged was interrupted before its time.']);
});

test('a scenario is told by its name, the mended variant too', () => {
  const { design: _, ...result } = RUN.results[0];
  const scenario = { ...RUN, results: [{ ...result, scenario: 'd01', fixed: true }] };
  expect(stressPart(JSON.stringify(scenario)).runs[0]?.name).toBe('d01 (fixed)');
});

describe('a ledger', () => {
  const header = (path: string, value: unknown) => () =>
    checkHeader(new JsonReader(JSON.parse(changed(headerOf(), path, value)), 'l.jsonl:1'));
  const trial = (path: string, value: unknown) => () =>
    checkTrial(new JsonReader(JSON.parse(changed(trialOf(), path, value)), 'l.jsonl, trial 1'));

  test('of a bench passes', () => {
    expect(header('tool', 'lockyard 9')).not.toThrow();
    expect(trial('opsPerSecond', 0)).not.toThrow();
  });

  test.each([
    [header('host.cores', '2'), 'l.jsonl:1.host.cores: expected a number'],
    [header('plan.designs', 'merged'), 'l.jsonl:1.plan.designs: expected a list'],
    [header('plan.threads', ['2']), 'l.jsonl:1.plan.threads[0]: expected a number'],
    [trial('cell.design', null), 'l.jsonl, trial 1.cell.design: expected a text'],
    [trial('share.waitingByClass', undefined), 'waitingByClass: expected an object'],
    [trial('latencyNs.fault.buckets', [[1, 'x']]), 'fault.buckets[0][1]: expected a number'],
    [trial('latencyNs', JSON.parse('{"__proto__": {}}')), 'latencyNs: a member: expected a name'],
    [trial('verdict', 'constructor'), 'verdict: expected a name, found "constructor"'],
    [trial('fairness.jainHold', undefined), 'fairness.jainHold: expected a number'],
  ])('that is wrong is refused, with the place: %#', (check, message) => {
    expect(check).toThrow(UsageError);
    expect(check).toThrow(message);
  });
});
