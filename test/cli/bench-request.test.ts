import { describe, expect, test } from 'vitest';
import { allDesigns } from '../../emulator/index.ts';
import { UsageError } from '../../src/base/errors.ts';
import { chooseCompetitors } from '../../src/cli/bench-designs.ts';
import {
  BENCH_STANDARD,
  type BenchOptions,
  readBenchRequest,
  standardThreads,
} from '../../src/cli/bench-request.ts';
import { readBenchWorkload } from '../../src/cli/bench-workload.ts';
import { ExitTrap } from '../../src/cli/exit-trap.ts';

const read = (told: Partial<BenchOptions> = {}) =>
  readBenchRequest({ ...BENCH_STANDARD, ...told }, 2);

describe('options', () => {
  test('what they are when nobody gives them', () => {
    expect(read()).toMatchObject({
      designs: ['clean'],
      workloads: ['small-bo-mmap', 'reclaim-pressure'],
      threads: [2],
      durationMs: 2000,
      level: 'full',
      seed: 1,
      failOnSlower: false,
      form: 'text',
    });
  });

  test('as many workers as cores, from 2 to 8', () => {
    expect([1, 2, 6, 64].map(standardThreads)).toEqual(['2', '2', '6', '8']);
  });

  test('lists, each item once', () => {
    expect(read({ threads: '1, 2,4,2' }).threads).toEqual([1, 2, 4]);
    expect(read({ workload: 'mixed,mixed' }).workloads).toEqual(['mixed']);
  });

  test.each([
    [{ threads: '0' }, /--threads is "0"/],
    [{ threads: '1,,2' }, /has an empty name/],
    [{ trials: '0' }, /--trials is "0"/],
    [{ duration: '1' }, /--duration "1"/],
    [{ warmUp: 'none' }, /--warm-up "none"/],
    [{ level: 'loud' }, /--level is "loud"/],
    [{ level: 'off', injectDelay: '1us@lru_lock' }, /needs locks that are watched/],
    [{ failOn: 'faster' }, /--fail-on is "faster"/],
    [{ json: true, csv: true }, /--json and --csv do not go together/],
  ])('%o is refused', (told, message) => {
    expect(() => read(told)).toThrow(UsageError);
    expect(() => read(told)).toThrow(message);
  });
});

describe('workloads with settings', () => {
  test('change sizes and roles, and nothing else', async () => {
    const plain = await readBenchWorkload('mixed');
    expect(plain.sizes).toEqual({});
    const { workload, sizes } = await readBenchWorkload(
      'mixed:sharing=50+pages=3+submits=4+writes=0',
    );
    expect(sizes).toEqual({ sharing: 50, pagesPerObject: 3 });
    for (const [i, role] of workload.roles.entries()) {
      expect(role).toEqual({ ...plain.workload.roles[i], submits: [4, 4], writes: 0 });
    }
  });

  test('have the read share from either side, and the length of sections', async () => {
    const { workload } = await readBenchWorkload('mixed:reads=80+section=1.5us');
    expect(new Set(workload.roles.map(({ writes }) => writes))).toEqual(new Set([20]));
    expect(workload.sectionNs).toBe(1500);
    expect((await readBenchWorkload('mixed:section=0')).workload.sectionNs).toBe(0);
  });

  test('a sweep is each workload at each value, several are all combinations', () => {
    const { workloads } = read({
      workload: 'mixed,submit-storm:pages=4',
      sweep: ['section=0,10us', 'sharing=10,90'],
    });
    expect(workloads).toHaveLength(8);
    expect(workloads.slice(0, 2)).toEqual([
      'mixed:section=0+sharing=10',
      'mixed:section=0+sharing=90',
    ]);
    expect(workloads[7]).toBe('submit-storm:pages=4+section=10us+sharing=90');
    expect(() => read({ sweep: ['section'] })).toThrow(/--sweep is "section"/);
  });

  test.each([
    ['mixed:section=10', /section of the workload mixed:section=10 is "10"/],
    ['mixed:section=9s', /is "9s"/],
    ['mixd', /no workload is named "mixd"/],
    ['mixed:', /sets ""/],
    ['mixed:sharring=5', /sets "sharring"/],
    ['mixed:toString=5', /sets "toString"/],
    ['mixed:sharing', /sharing of the workload mixed:sharing is ""/],
    ['mixed:sharing=500', /is "500"/],
    ['mixed:sharing=5+', /sets ""/],
    ['mixed:writes=101', /is "101"/],
  ])('%s is refused', async (spec, message) => {
    await expect(readBenchWorkload(spec)).rejects.toThrow(UsageError);
    await expect(readBenchWorkload(spec)).rejects.toThrow(message);
  });
});

describe('designs', () => {
  const choose = async (names: readonly string[], delay?: string) => {
    const exits = new ExitTrap();
    try {
      return await chooseCompetitors(names, delay, exits);
    } finally {
      exits.release();
    }
  };

  test('`clean` are those that are expected to stay clean', async () => {
    const all = await allDesigns();
    const clean = all.filter(({ design }) => design.expects === 'clean');
    const names = (await choose(['clean'])).map(({ name }) => name);
    expect(names).toEqual(clean.map(({ design }) => design.name).toSorted());
    expect((await choose(['clean', 'merged'])).map(({ name }) => name)).toEqual(names);
  });

  test('a delay adds a competitor for each design that has the class', async () => {
    const chosen = await choose(['merged', 'struct-mutex'], '50us@struct_mutex');
    expect(chosen.map(({ name, delay }) => [name, delay?.ns ?? 0])).toEqual([
      ['merged', 0],
      ['struct-mutex', 0],
      ['struct-mutex+50us@struct_mutex', 50_000],
    ]);
    expect(chosen[2]).toMatchObject({ variantOf: 'struct-mutex', file: chosen[1]?.file });
  });

  test.each([
    ['50us', /--inject-delay is "50us"/],
    ['50@lru_lock', /--inject-delay is/],
    ['0us@lru_lock', /--inject-delay is/],
    ['9999ms@lru_lock', /--inject-delay is/],
    ['50us@lru', /no design here has a lock class "lru"/],
  ])('the delay %s is refused', async (delay, message) => {
    await expect(choose(['merged'], delay)).rejects.toThrow(UsageError);
    await expect(choose(['merged'], delay)).rejects.toThrow(message);
  });
});
