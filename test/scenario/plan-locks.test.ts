import { describe, expect, test } from 'vitest';
import { LockRegistry } from '../../src/shared/lock-registry.ts';
import { planLocks } from '../../src/scenario/plan-locks.ts';
import { programOf } from '../../src/scenario/play/program.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import { createScenarioStage } from '../../src/scenario/scenario-stage.ts';

function read(text: string) {
  return readScenarioText(`scenario: s\n${text}\n`, 's.yaml');
}

function planned(text: string) {
  const { classes, locks, primes } = planLocks(read(text));
  const instances = locks.map(({ classIndex, name }) => `${name}: ${classes[classIndex]?.name}`);
  return { classes, locks, primes, instances };
}

describe('the plan of the locks', () => {
  test('has the locks of the file first, at their own indices, then what a run adds', () => {
    const { instances } = planned(`
locks: { A: mutex, B: { kind: mutex, class: A }, E: completion }
threads: { T1: [spawn T2, join T2, alloc], T2: [begin_signalling, end_signalling] }`);
    expect(instances).toEqual([
      ...['A: A', 'B: A', 'E: E', 'start:T2: start:T2', 'exit:T2: exit:T2'],
      ...['fs_reclaim: fs_reclaim', 'dma_fence_map: dma_fence_map'],
    ]);
  });

  test('declares what is asked of each class', () => {
    const { classes, locks, primes } = planned(`
locks:
  A: { kind: mutex, class: c, key: 1 }
  B: { kind: mutex, class: c, key: 2 }
  E: completion
  V: condition
  W: { kind: ww, class: w, policy: wound-wait }
threads: { T1: [lock A nested 3, unlock A] }
primes: [[c, fs_reclaim]]`);
    expect(classes).toMatchObject([
      { name: 'c', kind: 'mutex', subclasses: 4 },
      { name: 'E', kind: 'completion', subclasses: 1, signallers: 'listed' },
      { name: 'V', kind: 'completion', signallers: 'listed' },
      { name: 'w', kind: 'ww-mutex', policy: 'wound-wait', context: 'ww_acquire_ctx' },
      { name: 'fs_reclaim', kind: 'pseudo' },
      { name: 'ww_acquire_ctx', kind: 'pseudo' },
    ]);
    expect(locks.slice(0, 2).map(({ orderKey }) => orderKey)).toEqual([1, 2]);
    expect(primes).toEqual([['c', 'fs_reclaim']]);
  });

  test('puts ww-mutexes of no class into one, since they may share a context', () => {
    const { instances, primes } = planned(`
locks: { A: mutex, W: ww, X: ww, P: { kind: ww, policy: wound-wait }, C: { kind: ww, class: c } }
threads: { T1: [work] }
primes: [[A, W]]`);
    const classes = instances.slice(1, 5).map((instance) => instance.split(': ')[1]);
    expect(classes).toEqual(['ww_mutex(wait-die)', 'ww_mutex(wait-die)', 'P', 'c']);
    expect(primes).toEqual([['A', 'ww_mutex(wait-die)']]);
  });

  test('is one that the instrument takes', () => {
    const { locks } = createScenarioStage(
      read(
        'locks: { A: mutex, W: ww }\nthreads: { T1: [ww_begin c, ww_lock W c, ww_unlock W, ww_end c, alloc] }',
      ),
    );
    const registry = new LockRegistry(locks);
    expect(registry.kindOfLock(1)).toBe('ww-mutex');
  });
});

describe('the program of a thread', () => {
  const scenario = read(`
locks: { A: mutex, B: mutex }
threads: { T1: [trylock B, alloc, unlock B, nofs, alloc, endnofs], T2: [] }
reclaim: [trylock A, work, unlock A]`);

  test('has the reclaim list in the place of each allocation', () => {
    const steps = programOf(scenario, 0).map(
      ({ op, closes }) => `${closes ? 'end ' : ''}${op.text}`,
    );
    const reclaim = ['alloc', 'trylock A', 'work', 'unlock A', 'end alloc'];
    expect(steps).toEqual(['trylock B', ...reclaim, 'unlock B', 'nofs', ...reclaim, 'endnofs']);
  });

  test('says where a refused one goes on', () => {
    const skips = programOf(scenario, 0).map(({ skipTo }) => skipTo);
    expect(skips).toEqual([7, 6, 5, -1, -1, -1, -1, -1, 13, 12, -1, -1, -1, -1]);
  });

  test('may be empty', () => {
    expect(programOf(scenario, 1)).toEqual([]);
  });
});
