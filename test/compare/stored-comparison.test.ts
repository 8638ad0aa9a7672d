import { describe, expect, test } from 'vitest';
import { compareTrials } from '../../src/compare/comparison.ts';
import { planCourse } from '../../src/compare/course-plan.ts';
import type { PlannedTrial } from '../../src/compare/ledger.ts';
import type { Ledger } from '../../src/compare/read-ledger.ts';
import {
  type StoredRatio,
  checkComparable,
  compareWithStored,
} from '../../src/compare/stored-comparison.ts';
import { headerOf, planOf, trialOf } from './fixtures/trials.ts';

const plan = planOf({ workloads: ['mixed'], threads: [4], trials: 10 });
const header = headerOf({ plan });
const SPEED: Readonly<Record<string, number>> = { 'i915-2018': 1000, merged: 800, 'ww-resv': 1001 };

/** A run on a machine with a little jitter; each design so many times as fast as it is. */
function run(
  factorOf: (design: string, trial: PlannedTrial) => number = () => 1,
  of = plan,
): Parameters<typeof compareWithStored>[0] {
  const trials = planCourse(of).map((planned) => {
    const jitter = 1 + 0.004 * Math.sin(planned.trial * 12.9898);
    const { design } = planned.cell;
    return trialOf({
      ...planned,
      opsPerSecond: SPEED[design] * jitter * factorOf(design, planned),
    });
  });
  return { plan: of, trials, comparison: compareTrials(of, trials, 2) };
}

const storedOf = ({ plan: of, trials }: ReturnType<typeof run>): Ledger => ({
  header: headerOf({ plan: of }),
  trials,
  lines: [],
  done: true,
  wholeBytes: 0,
  cut: false,
});
const stored = storedOf(run());

const verdicts = (ratios: readonly StoredRatio[]) =>
  Object.fromEntries(ratios.map(({ design, verdict }) => [design, verdict]));

describe('a design is held against the reference of its own run', () => {
  test('what became slower is slower, what stayed is the same', () => {
    const ratios = compareWithStored(
      run((design) => (design === 'ww-resv' ? 0.9 : 1)),
      stored,
    );
    expect(verdicts(ratios)).toEqual({ 'i915-2018': 'same', merged: 'same', 'ww-resv': 'slower' });
    expect(ratios.map(({ reference }) => reference)).toEqual([null, 'i915-2018', 'i915-2018']);
    expect(ratios[2]?.median).toBeCloseTo(0.9, 2);
    expect(ratios[2]?.margin).toBeCloseTo(0.025);
  });

  test('what the whole machine became in between, cancels', () => {
    const slowed = run((design) => 0.7 * (design === 'merged' ? 1.2 : 1));
    const ratios = compareWithStored(slowed, stored);
    expect(verdicts(ratios)).toEqual({
      'i915-2018': 'slower',
      merged: 'faster',
      'ww-resv': 'same',
    });
    expect(ratios[1]?.median).toBeCloseTo(1.2, 2);
  });

  test('so does what it does within a run', () => {
    const moody = run((_design, { block }) => 1 + 0.3 * Math.sin(block * 2));
    const [, merged] = compareWithStored(moody, stored);
    expect(merged).toMatchObject({ design: 'merged', verdict: 'same' });
  });

  test('where the other run has another reference, too', () => {
    const other = storedOf(run(undefined, { ...plan, baseline: 'merged' }));
    const ratios = compareWithStored(
      run((design) => (design === 'merged' ? 0.9 : 1)),
      other,
    );
    expect(verdicts(ratios)).toEqual({ 'i915-2018': 'same', merged: 'slower', 'ww-resv': 'same' });
  });
});

describe('the reference itself is held against its throughput', () => {
  test.each([
    ['8 % less are the machine’s', 0.92, 'inconclusive'],
    ['11 % less are not', 0.89, 'slower'],
    ['nor 12 % more', 1.12, 'faster'],
    ['as much is the same', 1, 'same'],
  ])('%s', (_what, factor, verdict) => {
    const [ratio] = compareWithStored(
      run(() => factor),
      stored,
    );
    expect(ratio).toMatchObject({ design: 'i915-2018', reference: null, verdict });
    expect(ratio?.margin).toBeCloseTo(0.1);
  });

  test('by the far end of the wider floor', () => {
    const loud = run(
      (_design, { phase, copy, block }) =>
        0.85 * (phase === 'floor' && copy === 1 ? 1 + 0.3 * (block % 2 === 0 ? 1 : -1) : 1),
    );
    const [floor] = loud.comparison.floors;
    const far = Math.max(floor?.high ?? 0, 1 / (floor?.low ?? 1)) - 1;
    const [mine] = compareWithStored(loud, stored);
    const [theirs] = compareWithStored(run(), storedOf(loud));
    expect(far).toBeGreaterThan(0.2);
    expect(mine).toMatchObject({ verdict: 'inconclusive', margin: far });
    expect(theirs).toMatchObject({ verdict: 'inconclusive', margin: far });
  });

  test('and so is a design whose reference the other run does not have', () => {
    const alone = {
      ...stored,
      trials: stored.trials.filter((one) => one.cell.design === 'merged'),
    };
    const ratios = compareWithStored(run(), alone);
    // Without a floor nothing is known of its noise.
    expect(ratios).toMatchObject([
      { design: 'merged', reference: null, margin: Number.POSITIVE_INFINITY },
    ]);
  });
});

describe('before anything is measured it is known', () => {
  test('that runs on one machine with the same options can be compared', () => {
    expect(() => checkComparable(plan, header.host, stored, 'x')).not.toThrow();
  });

  test.each([
    ['another machine', { cpu: 'other' }, {}, /the CPU a CPU, this run with other/],
    ['other cores', { cores: 8 }, {}, /cores 2, this run with 8/],
    ['another level', {}, { level: 'off' as const }, /level full, this run with off/],
    ['other trials', {}, { durationMs: 7 }, /a trial time in ms of 1000, this run with 7/],
    ['another warm-up', {}, { warmUpMs: 7 }, /a warm-up in ms of 500, this run with 7/],
    ['other threads', {}, { threads: [8] }, /no design, workload and number of threads in common/],
    ['other designs', {}, { designs: ['resv-outer'] }, /no design, workload and number of threads/],
  ])('that a run with %s cannot', (_what, host, told, message) => {
    const now = { ...header.host, ...host };
    expect(() => checkComparable({ ...plan, ...told }, now, stored, 'x')).toThrow(message);
  });

  test('that nothing was measured', () => {
    expect(() => checkComparable(plan, header.host, { ...stored, trials: [] }, 'x')).toThrow(
      /the baseline x has no design, workload and number of threads in common/,
    );
  });
});
