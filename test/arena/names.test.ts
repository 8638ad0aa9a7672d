import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArena } from '../../src/arena/arena.ts';
import type { ArenaLock } from '../../src/arena/arena-options.ts';
import { enterArena } from '../../src/arena/arena-thread.ts';
import { UsageError } from '../../src/base/errors.ts';

const text = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name.trim() !== '');
const names = fc.uniqueArray(
  text.filter((name) => ![...name].some((c) => c < ' ' || c === '\u007f')),
  { minLength: 1, maxLength: 6 },
);
const lock: fc.Arbitrary<ArenaLock> = fc.oneof(
  fc.constantFrom<ArenaLock>('mutex', { kind: 'mutex' }),
  fc.integer({ min: 1, max: 5 }).map((instances) => ({ kind: 'mutex' as const, instances })),
  names.map((instances) => ({ kind: 'mutex' as const, instances })),
);

describe('whatever the names', () => {
  it('each lock is found by its own, once, and says what it is called', () => {
    fc.assert(
      fc.property(names, names, fc.array(lock, { minLength: 6 }), (threads, classes, kinds) => {
        const locks = Object.fromEntries(classes.map((name, i) => [name, kinds[i] as ArenaLock]));
        const arena = openOrRefused({ threads, locks });
        if (arena === null) return;
        const thread = enterArena(structuredClone(arena.handle), threads.at(-1) as string);
        expect(thread.name).toBe(threads.at(-1));
        const seen = new Set<number>();
        for (const [name, declared] of Object.entries(locks)) {
          for (const [instance, told] of instancesOf(name, declared)) {
            const face = thread.mutex(name, instance);
            expect(face.name).toBe(told);
            expect(thread.mutex(name, instance)).toBe(face);
            seen.add(face.index);
          }
        }
        const counts = Object.entries(locks).map(([name, of]) => instancesOf(name, of).length);
        expect(seen.size).toBe(counts.reduce((sum, count) => sum + count));
      }),
      { numRuns: 60 },
    );
  });

  it('a name that was not declared is a UsageError', () => {
    const { handle } = createArena({ threads: 1, locks: { 'a lock': 'mutex' } });
    const thread = enterArena(handle);
    fc.assert(
      fc.property(fc.string(), fc.anything(), (name, instance) => {
        if (name !== 'a lock') expect(() => thread.mutex(name as never)).toThrow(UsageError);
        if (instance === undefined || instance === 0) return;
        expect(() => thread.mutex('a lock', instance as never)).toThrow(UsageError);
      }),
    );
  });
});

/** Null: two locks would have the same name. */
function openOrRefused(options: Parameters<typeof createArena>[0]) {
  try {
    return createArena(options);
  } catch (error) {
    expect((error as Error).message).toMatch(/a lock is named ".*" twice/);
    return null;
  }
}

function instancesOf(name: string, lock: ArenaLock): [number | string | undefined, string][] {
  const instances = typeof lock === 'object' && 'instances' in lock ? (lock.instances ?? 1) : 1;
  if (instances === 1) return [[undefined, name]];
  if (typeof instances !== 'number') return instances.map((label) => [label, `${name}(${label})`]);
  return Array.from({ length: instances }, (_, i) => [i, `${name}(${i})`]);
}

it('what was not declared does not compile', () => {
  const arena = createArena({
    threads: ['importer', 'submitter'],
    operations: ['import'],
    locks: { mm: { kind: 'mutex', instances: ['camera', 'render'] }, resv: 'ww-mutex' },
  });
  const thread = enterArena(arena.handle, 'importer');
  expect(thread.mutex('mm', 'camera').name).toBe('mm(camera)');
  // @ts-expect-error a thread that was not declared
  expect(() => enterArena(arena.handle, 'imprter')).toThrow(UsageError);
  // @ts-expect-error a lock that was not declared
  expect(() => thread.mutex('mn', 0)).toThrow(UsageError);
  // @ts-expect-error a lock of another kind
  expect(() => thread.mutex('resv')).toThrow(UsageError);
  // @ts-expect-error an instance that was not declared
  expect(() => thread.mutex('mm', 'display')).toThrow(UsageError);
  // @ts-expect-error an operation that was not declared
  expect(() => thread.operation('submit', () => 1)).toThrow(UsageError);
  // @ts-expect-error a thread that was not declared
  expect(() => arena.workerExited('display')).toThrow(UsageError);
});
