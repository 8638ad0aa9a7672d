import { describe, expect, test } from 'vitest';
import { compareTrials } from '../../src/compare/comparison.ts';
import { planCourse, planSittings } from '../../src/compare/course-plan.ts';
import type { BenchPlan, PlannedTrial } from '../../src/compare/ledger.ts';
import { benchCsv } from '../../src/report/bench-csv.ts';
import { benchJson } from '../../src/report/bench-json.ts';
import { benchMarkdown } from '../../src/report/bench-markdown.ts';
import type { BenchOutcome } from '../../src/report/bench-outcome.ts';
import { benchProgressText } from '../../src/report/bench-progress-text.ts';
import { benchText } from '../../src/report/bench-text.ts';
import { plain } from '../../src/report/palette.ts';
import { headerOf, latencyOf, planOf, trialOf } from '../compare/fixtures/trials.ts';

const DELAYED = 'merged+50us@lru_lock';
const plan = planOf({
  designs: ['i915-2018', 'merged', 'ww-resv', DELAYED],
  threads: [4],
  trials: 10,
  variants: { [DELAYED]: 'merged' },
});
const SPEED: Readonly<Record<string, number>> = { 'i915-2018': 1000, merged: 800, 'ww-resv': 1000 };

function outcomeOf(of: BenchPlan = plan, told: Partial<BenchOutcome> = {}): BenchOutcome {
  const trials = planCourse(of).map((planned: PlannedTrial) => {
    const speed = SPEED[planned.cell.design] ?? 400;
    const jitter = 1 + 0.004 * Math.sin(planned.trial * 12.9898);
    return trialOf({
      ...planned,
      opsPerSecond: speed * jitter,
      latencyNs: {
        fault: latencyOf({ mean: (1e6 / speed) * jitter }),
        submit: latencyOf({ mean: 1000 * jitter }),
      },
      reclaim: { pages: 1000, skippedBusy: speed === 1000 ? 3 : 120, direct: 500, kswapd: 500 },
    });
  });
  const { tool, versions, host } = headerOf();
  return {
    tool,
    versions,
    host,
    plan: of,
    rerun: 'npx lockyard bench --seed 1',
    ledger: 'ledger.jsonl',
    measured: trials.length,
    planned: trials.length,
    competitors: of.designs.map((name) => ({
      name,
      summary: `how ${name} locks`,
      expects: 'clean',
    })),
    comparison: compareTrials(of, trials, host.cores),
    stored: null,
    exitStatus: 0,
    ...told,
  };
}

describe('the text', () => {
  const text = benchText(outcomeOf(), plain);

  test('keeps to 80 columns', () => {
    const long = text.split('\n').filter((line) => line.length > 80);
    expect(long).toEqual([]);
  });

  test('has a table per workload, the floor, the command and the host', () => {
    expect(text).toMatch(/^mixed, 4 workers$/m);
    expect(text).toMatch(/^reclaim-pressure, 4 workers$/m);
    expect(text).toMatch(/^i915-2018 +1,000\/s +1\.000 +baseline +9 µs$/m);
    expect(text).toMatch(/^merged +\d{3}\/s +0\.(799|800|801) +0\.79\d \.\. 0\.80\d +slower/m);
    expect(text).toMatch(/^ww-resv .* same +9 µs$/m);
    expect(text).toMatch(
      /^A\/A floor, i915-2018 against itself:\n {2}mixed, .* told from 2\.5 % on$/m,
    );
    expect(text).toMatch(/^What if:\n {2}merged\+50us@lru_lock on mixed, 4 workers: 0\.\d+/m);
    expect(text).toContain('run it again: npx lockyard bench --seed 1\n');
    expect(text).toMatch(/^host: a CPU, 2 cores, 8 GiB, Linux, node 20\.20\.0$/m);
  });

  test('answers in words what each locking costs', () => {
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('Against i915-2018 (how i915-2018 locks):');
    expect(words).toMatch(/merged \(how merged locks\)\. On mixed with 4 workers: 20 % fewer/);
    expect(words).toMatch(/a fault takes 1\.25 times as long \(1\.2\d to 1\.2\d\)/);
    expect(words).toContain('a submission takes about as long');
    expect(words).toContain(
      'for 100 pages the shrinker passes over 12.0 busy victims (i915-2018: 0.3)',
    );
    expect(words).toMatch(
      /ww-resv \(.*\)\. On mixed with 4 workers: as many operations per second/,
    );
  });

  test('says what to be careful about', () => {
    expect(text).toContain('note: 4 workers on 2 cores');
    expect(text).not.toContain('other work');
    const few = outcomeOf(planOf({ ...plan, trials: 3 }), { measured: 5 });
    const cells = few.comparison.cells.map((cell) => ({ ...cell, othersShare: 0.3 }));
    const told = { ...few, comparison: { ...few.comparison, cells } };
    const loud = benchText(told, plain).replaceAll(/\s+/g, ' ');
    expect(loud).toContain('other work took up to 30 % of the cores');
    expect(loud).toContain('with fewer than 5 trials there is no verdict');
    expect(loud).toMatch(/5 of 36 trials were measured; .* --ledger ledger\.jsonl goes on/);
    expect(loud).not.toContain('slower');
  });

  test('tells what the machine could tell, not what the floor came out as', () => {
    const outcome = outcomeOf();
    const [first, ...others] = outcome.comparison.floors;
    const floors = [{ ...first, resolution: 0.234 }, ...others];
    const told = { ...outcome, comparison: { ...outcome.comparison, floors } };
    const loud = benchText(told, plain).replaceAll(/\s+/g, ' ');
    expect(loud).toMatch(/mixed, 4 workers: [^;]*; told from 23\.4 % on/);
    expect(loud).toMatch(/reclaim-pressure, 4 workers: [^;]*; told from 2\.5 % on/);
    expect(loud).toContain(
      'note: on mixed with 4 workers differences of less than 23 % are noise: a quieter machine or',
    );
    expect(loud).not.toContain('note: on reclaim-pressure');
    expect(benchMarkdown(told)).toContain('; told from 23.4 % on');
  });

  test('says what the ratios to a run that was kept are ratios of', () => {
    const ratio = { workload: 'mixed', threads: 4, median: 1, low: 0.99, high: 1.01 } as const;
    const told = (ratios: NonNullable<BenchOutcome['stored']>['ratios']) =>
      benchText(outcomeOf(plan, { stored: { file: 'before.jsonl', ratios } }), plain);
    const [itself, other] = [
      { ...ratio, design: 'i915-2018', verdict: 'same', margin: 0.123, reference: null } as const,
      {
        ...ratio,
        design: 'merged',
        verdict: 'same',
        margin: 0.03,
        reference: 'i915-2018',
      } as const,
    ];
    const text = told([itself, other]);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'against the run kept in before.jsonl by the ratio to i915-2018 in the same run; i915-2018 by ' +
        'throughput, told from 12 % on at the earliest: other moods of the machine change it, too',
    );
    expect(told([itself])).not.toContain('by the ratio');
    expect(told([])).not.toContain('before.jsonl');
  });

  test('tells a design that did not stay clean', () => {
    const outcome = outcomeOf();
    const cells = outcome.comparison.cells.map((cell) => ({ ...cell, verdicts: { stall: 2 } }));
    const told = benchText({ ...outcome, comparison: { ...outcome.comparison, cells } }, plain);
    expect(told).toMatch(/note: merged is expected to stay clean: stall in 2 of 10 trials/);
  });

  test('of a run without a trial says so', () => {
    const comparison = compareTrials(plan, [], 2);
    const text = benchText(outcomeOf(plan, { comparison, measured: 0 }), plain);
    expect(text).toContain('nothing was compared yet');
    expect(text).toContain('run it again:');
  });

  test('refuses a scalability fit with its reason, once', () => {
    const text = benchText(outcomeOf(planOf({ ...plan, threads: [1, 2, 4] })), plain);
    expect(text).toContain('Universal Scalability Law:\nno fit for any: it takes 6 thread counts');
  });
});

test('the document has the fields of the contract', () => {
  const document = JSON.parse(benchJson(outcomeOf()));
  expect(document).toMatchObject({ kind: 'bench', seed: 1, rerun: expect.any(String) });
  expect(document.aa).toHaveLength(2);
  const merged = document.cells.find((cell: { design: string }) => cell.design === 'merged');
  expect(merged).toMatchObject({
    workload: 'mixed',
    threads: 4,
    trials: 10,
    opsPerSecond: { median: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
    latencyNs: { fault: { p50: 1000, p99: 9000, max: 9000 } },
    locks: [],
    fairness: { jainOperations: 0.99 },
    byThread: [{ name: 'importer-0', operations: 5000, cpu: { runMs: 5000 } }, { cpu: {} }],
    ratioToBaseline: { verdict: 'slower' },
  });
  expect(JSON.stringify(document)).not.toContain('buckets');
});

test('comma-separated values: one line per cell, as many fields as names', () => {
  const [head, ...lines] = benchCsv(outcomeOf()).trimEnd().split('\n');
  expect(lines).toHaveLength(8);
  for (const line of lines) expect(line.split(',')).toHaveLength(head.split(',').length);
  expect(lines[1]).toMatch(/^merged,mixed,4,10,/);
  expect(lines[1]).toContain(',slower,');
});

test('Markdown: tables of one width, and nothing that it would take for its own', () => {
  const text = benchMarkdown(outcomeOf());
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  for (const row of rows) expect(row.split(' | ')).toHaveLength(7);
  expect(text).toContain('### mixed, 4 workers');
  expect(text).toContain('| merged+50us@lru\\_lock |');
});

test('progress names the block and what is left', () => {
  const [next] = planSittings(plan);
  const progress = { share: 0.237, blocks: 10, remainingMs: 201_000, next };
  expect(benchProgressText(progress)).toBe(
    '23 %, 3 min 30 s left: block 1 of 10, 4 workers, designs and workloads in turns',
  );
  expect(benchProgressText({ ...progress, remainingMs: null })).toMatch(/^23 %: block 1 of 10/);
});
