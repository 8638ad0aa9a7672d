import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { RwSemaphoreLock } from '../../src/lock/lock-contracts.ts';
import type { Exploration } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, locksOf, planOf, SMALL } from './lock-world.ts';
import { RwPlace } from './rw-place.ts';
import { FifoWatch } from './fifo-watch.ts';

const SEMAPHORE = 'src/lock/rw-semaphore.ts';

interface World extends LockWorld {
  /** The one semaphore, as each thread sees it. */
  readonly semaphores: readonly RwSemaphoreLock[];
  readonly place: RwPlace;
  readonly fifo: FifoWatch;
}

type Body = (semaphore: RwSemaphoreLock, place: RwPlace) => Steps;

function contest(bodies: readonly Body[], level: 'off' | 'order' = 'order'): Exploration<World> {
  const plan = planOf(locksOf('rw-semaphore', 'R'), bodies.length, level);
  const worlds = new LockWorlds(plan, (world, tools) => {
    const { RwSemaphore } = tools.load<typeof import('../../src/lock/rw-semaphore.ts')>(SEMAPHORE);
    const semaphore = new RwSemaphore(world.threads[0] as never, 0);
    tools.atOnce(semaphore.acquireRead());
    tools.atOnce(semaphore.releaseRead());
    tools.atOnce(semaphore.acquireWrite());
    tools.atOnce(semaphore.releaseWrite());
  });
  return {
    modules: [...LOCK_MODULES, SEMAPHORE],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const { RwSemaphore } =
        tools.load<typeof import('../../src/lock/rw-semaphore.ts')>(SEMAPHORE);
      const semaphores = world.threads.map((thread) => new RwSemaphore(thread, 0));
      return { ...world, semaphores, place: new RwPlace(), fifo: new FifoWatch(world, 0) };
    },
    threads: bodies.map((body, thread) => ({ semaphores, place }: World) => {
      return body(semaphores[thread] as RwSemaphoreLock, place);
    }),
    invariant: ({ fifo }) => fifo.look(),
    ending: (world) => {
      expect([world.lockWord(0, 'state'), world.queue(0), world.deadlocks()]).toEqual([0, [], 0]);
      return `${world.place.entries} entries`;
    },
  };
}

const reader: Body = function* (semaphore, place) {
  expect(yield* call(semaphore.acquireRead())).toBe('acquired');
  yield* place.read();
  yield* call(semaphore.releaseRead());
};

const writer: Body = function* (semaphore, place) {
  expect(yield* call(semaphore.acquireWrite())).toBe('acquired');
  yield* place.write();
  yield* call(semaphore.releaseWrite());
};

const downgrader: Body = function* (semaphore, place) {
  expect(yield* call(semaphore.acquireWrite())).toBe('acquired');
  yield* place.write();
  yield* call(semaphore.downgrade());
  yield* place.read();
  yield* call(semaphore.releaseRead());
};

const asReader = (ask: (semaphore: RwSemaphoreLock) => Acquisition): Body =>
  function* (semaphore, place) {
    if ((yield* call(ask(semaphore))) !== 'acquired') return;
    yield* place.read();
    yield* call(semaphore.releaseRead());
  };

const asWriter = (ask: (semaphore: RwSemaphoreLock) => Acquisition): Body =>
  function* (semaphore, place) {
    if ((yield* call(ask(semaphore))) !== 'acquired') return;
    yield* place.write();
    yield* call(semaphore.releaseWrite());
  };

const readTrier = asReader((semaphore) => semaphore.tryAcquireRead());
const writeTrier = asWriter((semaphore) => semaphore.tryAcquireWrite());
const impatientReader = asReader((semaphore) => semaphore.acquireReadFor(5));
const impatientWriter = asWriter((semaphore) => semaphore.acquireWriteFor(5));

const clean = { verdict: 'clean', message: '' };
const within = (preemptions: number) => ({ kind: 'exhaustive', preemptions }) as const;

describe('rw-semaphore: writers exclude all, first come is first served, nobody sleeps for ever', () => {
  test.each([
    ['two writers', [writer, writer], 5],
    ['reader and writer', [reader, writer], 5],
    ['two readers and a writer', [reader, writer, reader], 2],
    ['two writers and a reader', [writer, reader, writer], 2],
    ['a downgrade', [downgrader, writer, reader], 2],
    ['two downgrades', [downgrader, downgrader], 4],
  ])('%s', (_name, bodies, preemptions) => {
    const report = explore(contest(bodies), within(preemptions));
    expect(report).toMatchObject({ ...clean, complete: true });
    expect(Object.keys(report.endings)).toHaveLength(1);
  });

  test('uninstrumented', () => {
    const report = explore(contest([reader, writer, reader], 'off'), within(3));
    expect(report).toMatchObject({ ...clean, complete: true });
  });

  test.each([
    ['tries beside holders', [writer, readTrier, writeTrier, reader], 1],
    ['a reader that gives up', [writer, impatientReader, reader], 2],
    ['a writer that gives up before readers', [reader, impatientWriter, reader], 3],
    ['several that give up', [writer, impatientWriter, impatientReader, reader], 1],
  ])('%s', (_name, bodies, preemptions) => {
    const report = explore(contest(bodies), within(preemptions));
    expect(report).toMatchObject({ ...clean, complete: true });
  });

  test('random walks of five threads', () => {
    const bodies = [reader, writer, downgrader, impatientWriter, reader];
    const report = explore(contest(bodies), { kind: 'random', schedules: 2000, seed: 2 });
    expect(report).toMatchObject(clean);
  });
});
