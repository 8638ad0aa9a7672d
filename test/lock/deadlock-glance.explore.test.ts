import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, locksOf, planOf, SMALL } from './lock-world.ts';

const MUTEX = 'src/lock/mutex.ts';

interface World extends LockWorld {
  /** `mutexes[thread][lock]` */
  readonly mutexes: readonly (readonly MutexLock[])[];
  readonly answers: Acquisition[];
  reported: number;
}

/** What a thread does: `AB|CcD` holds A and B at the start, takes C and gives it up, takes D for 1 ms. */
interface Script {
  readonly held: string;
  readonly line: string;
}

/** A capital takes a lock, after `?` with a time limit; a small letter gives it up. */
const TAKES_FOR_A_TIME = '?';

/**
 * The detector's first look goes by hints and in plain loads (MutexLine.glance). Here each of its loads
 * is a step, so that others move between any two of them.
 */
function explored(texts: readonly string[]): Exploration<World> {
  const names = [...new Set(texts.join('').replaceAll(/[^A-Z]/g, ''))].sort().join('');
  const scripts = texts.map((text): Script => {
    const [held = '', line = ''] = text.split('|');
    return { held, line };
  });
  const plan = planOf(locksOf('mutex', names), scripts.length, 'order');
  const play = (world: World, thread: number, line: string, taken: MutexLock[]) =>
    playLine(world, line, (name) => world.mutexes[thread]?.[names.indexOf(name)], taken);
  const worlds = new LockWorlds(plan, (world, tools) => {
    const learning = worldOf(tools, world);
    scripts.forEach(({ held, line }, i) => void tools.atOnce(play(learning, i, held + line, [])));
  });
  return {
    ...{ modules: [...LOCK_MODULES, MUTEX], constants: SMALL },
    racing: ['src/deadlock/mutex-line.ts'],
    setup: (tools) => {
      const world = worldOf(tools, worlds.create(tools));
      scripts.forEach(({ held }, thread) => {
        for (const name of held) {
          tools.atOnce(world.mutexes[thread]?.[names.indexOf(name)]?.acquire());
        }
      });
      return world;
    },
    threads: scripts.map(({ held, line }, thread) => (world: World) => {
      const taken = [...held].map((name) => world.mutexes[thread]?.[names.indexOf(name)]);
      return play(world, thread, line, taken as MutexLock[]);
    }),
    invariant: complaint,
    ending: (world) => {
      const given = world.answers.filter((answer) => answer === 'deadlock').length;
      expect(world.deadlocks()).toBe(given);
      for (const { index } of world.mutexes[0] ?? [])
        expect(world.lockWord(index, 'state')).toBe(0);
      return `${given} deadlocks`;
    },
  };
}

function worldOf({ load }: SetupTools, world: LockWorld): World {
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  const mutexes = world.threads.map((thread) =>
    thread.plan.locks.locks.map((_, lock) => new Mutex(thread, lock)),
  );
  return { ...world, mutexes, answers: [], reported: 0 };
}

/** A refusal ends the line; what is held then is given up. */
function* playLine(
  world: World,
  line: string,
  mutexOf: (name: string) => MutexLock | undefined,
  taken: MutexLock[],
): Steps {
  let timed = false;
  for (const act of line) {
    const mutex = mutexOf(act.toUpperCase()) as MutexLock;
    if (act === TAKES_FOR_A_TIME) timed = true;
    else if (act !== act.toUpperCase()) {
      taken.splice(taken.indexOf(mutex), 1);
      yield* call(mutex.release());
    } else {
      const answer = yield* call(timed ? mutex.acquireFor(1) : mutex.acquire());
      timed = false;
      world.answers.push(answer);
      if (answer !== 'acquired') break;
      taken.push(mutex);
    }
  }
  for (const mutex of taken.toReversed()) yield* call(mutex.release());
}

/** At the moment a deadlock is counted, before anybody gives way for it, the words must show one. */
function complaint(world: World): string | undefined {
  const deadlocks = world.deadlocks();
  if (deadlocks === world.reported) return undefined;
  world.reported = deadlocks;
  return world.threads.some(({ id }) => isStuck(world, id)) ? undefined : 'a false report';
}

function isStuck(world: World, id: number): boolean {
  let thread = id;
  for (let steps = 0; steps < world.threads.length; steps++) {
    const lock = world.waitOf(thread);
    if (lock < 0) return false;
    thread = world.lockWord(lock, 'state') & 0xffff;
    if (thread === id) return true;
  }
  return false;
}

const within = (preemptions: number) => ({ kind: 'exhaustive', preemptions }) as const;
const randomly = { kind: 'random', schedules: 3000, seed: 5 } as const;

/** How often a ring was closed, in all schedules within a bound and in random ones. */
function endingsOf(scripts: readonly string[], preemptions: number): string[] {
  const exploration = explored(scripts);
  const all = explore(exploration, within(preemptions));
  expect(all).toMatchObject({ verdict: 'clean', complete: true, message: '' });
  const some = explore(exploration, randomly);
  expect(some).toMatchObject({ verdict: 'clean', message: '' });
  return Object.keys({ ...all.endings, ...some.endings }).sort();
}

const PERHAPS = ['0 deadlocks', '1 deadlocks'];

describe('a ring that its threads close at the same time is reported once', () => {
  test.each([
    ['of two', ['A|B', 'B|A'], 3],
    ['of three', ['A|B', 'B|C', 'C|A'], 1],
  ])('%s', (_name, scripts, preemptions) => {
    expect(endingsOf(scripts, preemptions)).toEqual(['1 deadlocks']);
  });
});

describe('a hint that is out of date', () => {
  test('hides no ring: another thread has taken the lock since', () => {
    expect(endingsOf(['A|', 'B|A', '|AB'], 2)).toEqual(PERHAPS);
  });

  test('hides no ring of more threads', () => {
    expect(endingsOf(['A|', 'B|A', 'C|B', '|AC'], 0)).toEqual(PERHAPS);
  });

  test('closes no ring: its thread has given the lock up before it began to wait', () => {
    expect(endingsOf(['A|X', 'X|xA'], 3)).toEqual(['0 deadlocks']);
  });

  test('closes no ring of waits that never stood at the same time', () => {
    expect(endingsOf(['A|X', 'X|YyxY', 'Y|yYA'], 1)).toEqual(PERHAPS);
  });
});

test('a wait with a time limit closes no ring, whoever looks', () => {
  expect(endingsOf(['A|B', 'B|?A'], 3)).toEqual(['0 deadlocks']);
});
