import { describe, expect, test } from 'vitest';
import type { OpenStrategy } from '../../src/schedule/strategy.ts';
import type { Turnstile } from '../../src/schedule/turnstile.ts';
import { PHASE } from '../../src/shared/memory-map.ts';
import type { RunPlan } from '../../src/shared/plan.ts';
import type { SharedMemory } from '../../src/shared/shared-memory.ts';
import { CriticalSection } from '../explore/critical-section.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, type Steps } from '../explore/step.ts';
import { locksOf, planOf } from '../lock/lock-world.ts';

const MODULES = {
  turnstile: 'src/schedule/turnstile.ts',
  regions: 'src/schedule/turnstile-memory.ts',
  map: 'src/shared/memory-map.ts',
  registry: 'src/shared/lock-registry.ts',
  memory: 'src/shared/shared-memory.ts',
} as const;
const SMALL = { SPINS_OF_TWO: 1, CHAINS_DEFAULT: 4, SITES_MAX: 2, JOURNAL_WORDS: 64 };
const PASS = 8;

interface World {
  readonly turnstiles: readonly Turnstile[];
  readonly memory: SharedMemory;
  /** Where a thread is while it has the turn. */
  readonly place: CriticalSection;
  /** Who passed which point, in order. */
  readonly passed: string[];
}

/** The last one that can run: every decision is a hand-over as long as there is somebody else. */
const lastFirst: OpenStrategy = {
  begin: () => undefined,
  choose: ({ enabled, count }) => enabled[count - 1] as number,
  end: () => true,
};

function planFor(threads: number, schedules: number): RunPlan {
  return {
    ...planOf(locksOf('mutex', 'M'), threads, 'off'),
    schedule: {
      ...{ strategy: 'last-first', strategyWords: 1, strategyInput: [] },
      ...{ schedules, stopAtDeadlock: true, pointsMax: 100, decisionsMax: 16 },
    },
  };
}

function createWorld({ load }: SetupTools, plan: RunPlan): World {
  const { Turnstile } = load<typeof import('../../src/schedule/turnstile.ts')>(MODULES.turnstile);
  const regions = load<typeof import('../../src/schedule/turnstile-memory.ts')>(MODULES.regions);
  const map = load<typeof import('../../src/shared/memory-map.ts')>(MODULES.map);
  const registry = load<typeof import('../../src/shared/lock-registry.ts')>(MODULES.registry);
  const memories = load<typeof import('../../src/shared/shared-memory.ts')>(MODULES.memory);
  if (plan.schedule === undefined) throw new Error('the plan has no schedule');
  const memory = memories.createSharedMemory([
    ...map.instrumentRegions(plan, registry.registrySizes(plan.locks)),
    ...regions.scheduleRegions(plan.schedule, plan.threads.length),
  ]);
  const control = memory.region(map.CONTROL);
  memory.i32[control.base + control.word.phase] = PHASE.running;
  const turnstiles = plan.threads.map((_, i) => new Turnstile(memory, plan, i + 1, lastFirst));
  return { turnstiles, memory, place: new CriticalSection(), passed: [] };
}

/** Runs schedules until there is none left, alone between one point and the next. */
function* program(world: World, id: number, points: number): Steps {
  const turnstile = world.turnstiles[id - 1] as Turnstile;
  while (yield* call(turnstile.begin())) {
    yield* world.place.visit();
    for (let point = 1; point <= points; point++) {
      yield* call(turnstile.pause(PASS, 0, 0, 0, 0, 0));
      yield* world.place.visit();
      world.passed.push(`${id}.${point}`);
    }
    yield* call(turnstile.end());
  }
}

function contest(threads: number, points: number, schedules: number): Exploration<World> {
  const plan = planFor(threads, schedules);
  return {
    modules: Object.values(MODULES),
    constants: SMALL,
    setup: (tools) => createWorld(tools, plan),
    threads: Array.from(
      { length: threads },
      (_, i) => (world: World) => program(world, i + 1, points),
    ),
    ending: ({ passed }) => passed.join(' '),
  };
}

describe('the turnstile lets one thread run at a time, in the order of the strategy', () => {
  test('two threads, one point each', () => {
    const report = explore(contest(2, 1, 1), { kind: 'exhaustive', preemptions: 3 });
    expect(report.message).toBe('');
    expect(report).toMatchObject({ verdict: 'clean', complete: true });
    expect(Object.keys(report.endings)).toEqual(['2.1 1.1']);
  });

  test('two threads, two schedules', () => {
    const report = explore(contest(2, 1, 2), { kind: 'exhaustive', preemptions: 2 });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
    expect(Object.keys(report.endings)).toEqual(['2.1 1.1 2.1 1.1']);
  });

  test('random walks of four threads', () => {
    const search = { kind: 'random', schedules: 300, seed: 1 } as const;
    const report = explore(contest(4, 2, 2), search);
    expect(report).toMatchObject({ verdict: 'clean', message: '' });
    expect(Object.keys(report.endings)).toHaveLength(1);
  });
});
