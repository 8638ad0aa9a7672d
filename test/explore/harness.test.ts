import { describe, expect, test } from 'vitest';
import { CriticalSection, visitLocked } from './critical-section.ts';
import type { Exploration } from './exploration.ts';
import { explore } from './explore.ts';
import { call, type Steps } from './step.ts';

type Fixtures = typeof import('./fixtures/broken-mutexes.ts') &
  typeof import('./fixtures/futex-mutex.ts');
type FixtureName = keyof Fixtures;

const FUTEX = 'test/explore/fixtures/futex-mutex.ts';
const BROKEN = 'test/explore/fixtures/broken-mutexes.ts';

interface World {
  readonly mutex: InstanceType<Fixtures['FutexMutex']>;
  readonly place: CriticalSection;
}

/** `threads` threads that lock and unlock one mutex `rounds` times each. */
function contest(name: FixtureName, threads: number, rounds = 1): Exploration<World> {
  const module = name === 'FutexMutex' ? FUTEX : BROKEN;
  return {
    modules: [module],
    constants: name === 'FutexMutex' ? { SPINS: 1 } : {},
    setup: ({ load }) => {
      const Mutex = load<Fixtures>(module)[name] as Fixtures['FutexMutex'];
      return { mutex: new Mutex(new Int32Array(4), 1), place: new CriticalSection() };
    },
    threads: Array.from({ length: threads }, () => ({ mutex, place }: World) => {
      return visitLocked(mutex, place, rounds);
    }),
    ending: ({ place }) => `${place.entries} entries`,
  };
}

describe('a correct futex mutex', () => {
  test('two threads, all schedules', () => {
    const report = explore(contest('FutexMutex', 2, 2), {
      kind: 'exhaustive',
      preemptions: Infinity,
    });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, deferrals: 0 });
    expect(Object.keys(report.endings)).toEqual(['4 entries']);
  });

  test('three threads, all schedules', () => {
    const report = explore(contest('FutexMutex', 3), { kind: 'exhaustive', preemptions: Infinity });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, deferrals: 0 });
    expect(report.states).toBeGreaterThan(1000);
  });

  test('four threads, random schedules', () => {
    const report = explore(contest('FutexMutex', 4, 3), {
      kind: 'random',
      schedules: 2000,
      seed: 7,
    });
    expect(report).toMatchObject({ verdict: 'clean', endings: { '12 entries': 2000 } });
  });

  test('a timed wait may run out or not', () => {
    const timed = ({ mutex }: World) =>
      (function* (): Steps {
        if (yield* call(mutex.acquireFor(5))) yield* call(mutex.release());
      })();
    const contested = contest('FutexMutex', 1, 2);
    const exploration = { ...contested, threads: [...contested.threads, timed, timed] };
    const report = explore(exploration, { kind: 'exhaustive', preemptions: 3 });
    expect(report).toMatchObject({ verdict: 'clean', complete: true });
  });
});

describe('a broken mutex is found out', () => {
  const all = { kind: 'exhaustive', preemptions: Infinity } as const;
  const random = { kind: 'random', schedules: 5000, seed: 3 } as const;

  test.each([all, random])('a lost waiters state gets threads stuck ($kind)', (search) => {
    expect(explore(contest('ForgetfulMutex', 3), search).verdict).toBe('stuck');
    expect(explore(contest('SilentMutex', 2), search).verdict).toBe('stuck');
  });

  test.each([all, random])('plain looking and taking lets two in ($kind)', (search) => {
    const report = explore(contest('PlainMutex', 2), search);
    expect(report.verdict).toBe('assertion');
    expect(report.message).toContain('two threads in the critical section');
  });

  test('two preemptions suffice, one does not', () => {
    const within = (preemptions: number) =>
      explore(contest('PlainMutex', 2), { kind: 'exhaustive', preemptions }).verdict;
    expect([within(1), within(2)]).toEqual(['clean', 'assertion']);
  });

  test('its schedule is told', () => {
    const { story } = explore(contest('SilentMutex', 2), all);
    expect(story.at(-1)).toMatch(/^T[12] broken-mutexes\.ts:\d+: /);
    expect(story.join('\n')).toContain('wait [1] while 1 -> sleeps');
  });
});

describe('a spin lock', () => {
  test('does not blow up the search: who spins lets others go first', () => {
    const report = explore(contest('SpinMutex', 3), { kind: 'exhaustive', preemptions: Infinity });
    expect(report).toMatchObject({ verdict: 'clean', complete: true });
    expect(report.deferrals).toBeGreaterThan(0);
  });

  test('that nobody opens is a livelock', () => {
    const exploration = contest('SpinMutex', 2);
    const forget = ({ mutex }: World) =>
      (function* (): Steps {
        yield* call(mutex.acquire());
      })();
    const report = explore(
      { ...exploration, threads: [forget, forget] },
      {
        kind: 'random',
        schedules: 1,
        seed: 1,
      },
    );
    expect(report.verdict).toBe('livelock');
  });
});
