import { afterAll, describe, expect, it } from 'vitest';
import { runStage } from '../../src/run/coordinator.ts';
import { Crew } from '../../src/run/crew.ts';
import { planRun } from '../../src/run/plan-run.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import type { Stage } from '../../src/run/stage.ts';
import { defineRegion, words } from '../../src/shared/layout.ts';
import type { InstrumentationLevel, LockClassPlan, WwPolicy } from '../../src/shared/plan.ts';
import { stageOf } from '../run/fixtures/stage.ts';

const crew = new Crew(new URL('../../dist/src/thread/entry.js', import.meta.url));
afterAll(() => crew.close());

const GUARDED = defineRegion({
  name: 'guarded',
  option: 'none',
  stride: 'line',
  words: { word: words(32, 'holder of the lock', 'what the lock guards') },
});
const THREADS = 4;

interface Outcome {
  readonly result: RunResult;
  /** What the guarded words were at the end. */
  readonly guarded: readonly number[];
}

/** Runs the actor of `kind` on four real threads until `operations` are done. */
async function stress(
  kind: string,
  classes: readonly LockClassPlan[],
  operations: number,
  level: InstrumentationLevel = 'full',
): Promise<Outcome> {
  let guarded: number[] = [];
  const stage: Stage = {
    ...stageOf({ workers: THREADS }),
    locks: {
      classes,
      locks: classes.flatMap(({ name, kind: of }, classIndex) =>
        Array.from({ length: of === 'ww-mutex' ? 4 : 1 }, (_, i) => ({
          classIndex,
          name: `${name}(${i})`,
        })),
      ),
      promises: [],
    },
    regions: [{ spec: GUARDED, records: 1 }],
    body: new URL('./fixtures/stress-actor.mjs', import.meta.url).href,
    bodyPlan: { kind, spec: GUARDED },
    audit(memory) {
      const { base } = memory.region(GUARDED);
      guarded = [...memory.i32.subarray(base, base + 32)];
      return { checked: 1, corrupted: 0, findings: [] };
    },
  };
  const result = await runStage(
    crew,
    stage,
    planRun(stage, { operations, level, stallMs: 10_000 }),
    {
      interrupt: new AbortController().signal,
      progress: () => undefined,
    },
  );
  return { result, guarded };
}

function lockClass(kind: LockClassPlan['kind'], extra: Partial<LockClassPlan> = {}): LockClassPlan {
  return { name: 'lock', kind, subclasses: 1, ...extra };
}

describe.each(['off', 'full'] as const)('at level %s', (level) => {
  it('a mutex loses no update, whichever form takes it', async () => {
    const { result, guarded } = await stress('mutex', [lockClass('mutex')], 200_000, level);
    expect(result).toMatchObject({ ending: 'operations', findings: [] });
    expect(guarded[0]).toBe(result.operations);
    if (level === 'off') return;
    const [line] = result.locks;
    expect(line?.acquisitions).toBe(result.operations);
    expect(line?.contentions).toBeLessThanOrEqual(result.operations);
    expect(line?.contentions).toBeGreaterThan(0);
  });

  it('a read-write semaphore lets no reader see a writer, and loses no wake-up', async () => {
    const { result, guarded } = await stress(
      'rw-semaphore',
      [lockClass('rw-semaphore')],
      100_000,
      level,
    );
    expect(result).toMatchObject({ ending: 'operations', findings: [] });
    expect([guarded[0], guarded[1]]).toEqual([guarded[2], guarded[2]]);
  });

  it.each<WwPolicy>(['wait-die', 'wound-wait'])(
    'ww-mutexes under %s: every transaction gets through, none loses an update',
    async (policy) => {
      const classes: LockClassPlan[] = [
        { name: 'context', kind: 'pseudo', subclasses: 1 },
        lockClass('ww-mutex', { policy, context: 'context' }),
      ];
      const { result, guarded } = await stress('ww-mutex', classes, 60_000, level);
      expect(result).toMatchObject({ ending: 'operations', findings: [], refusals: 0 });
      for (let lock = 1; lock <= 4; lock++) expect(guarded[lock * 2]).toBe(guarded[lock * 2 + 1]);
      const counted = [1, 2, 3, 4].reduce((sum, lock) => sum + (guarded[lock * 2] ?? 0), 0);
      expect(counted).toBe(result.operations * 3);
    },
  );

  it('fences and completions wake everybody who waits', async () => {
    const classes: LockClassPlan[] = [
      { name: 'fence', kind: 'fence', subclasses: 1 },
      { name: 'completion', kind: 'completion', subclasses: 1 },
    ];
    const { result, guarded } = await stress('event', classes, 20_000, level);
    expect(result).toMatchObject({ ending: 'operations', findings: [] });
    expect(guarded[0]).toBe((result.operations / THREADS) * (THREADS - 1));
  });
});

// A class whose holds are delayed gets the mutex without compiled halves.
it('a mutex in JavaScript alone loses no update either', async () => {
  const classes = [lockClass('mutex', { holdDelayNs: 1 })];
  const { result, guarded } = await stress('mutex', classes, 100_000);
  expect(result).toMatchObject({ ending: 'operations', findings: [] });
  expect(guarded[0]).toBe(result.operations);
});

it('a lock that does not lock is found out by the same test', async () => {
  const { result, guarded } = await stress(
    'mutex',
    [lockClass('mutex', { busted: true })],
    200_000,
  );
  expect(result.ending).toBe('operations');
  expect(guarded[0]).toBeLessThan(result.operations);
});
