import type { MutexLock } from '../src/lock/lock-contracts.ts';
import { LockTable } from '../src/lock/lock-table.ts';
import { Random } from '../src/base/random.ts';
import { registrySizes } from '../src/shared/lock-registry.ts';
import { LOCK, instrumentRegions } from '../src/shared/memory-map.ts';
import type { InstrumentationLevel } from '../src/shared/plan.ts';
import { createSharedMemory } from '../src/shared/shared-memory.ts';
import { type Arena, createArena, enterArena, mutexClasses } from './bench-arena.ts';

/** Nested operations of one round; each lock of the larger world is taken twice in it. */
export const OPERATIONS = 10_000;

/** How many locks there are: `few` 10 in 10 classes, `many` 10,000 in 100 classes. */
export type Size = 'few' | 'many';

/** `in turn`: class by class, as they lie in memory. `shuffled`: each next one is somewhere else. */
export type VisitOrder = 'in turn' | 'shuffled';

const WORLDS = {
  few: { classes: 10, instances: 1 },
  many: { classes: 100, instances: 100 },
} as const;

/** A three-state futex mutex and nothing else, in the words of the instrumented ones. */
class BareMutex {
  readonly i32: Int32Array;
  readonly word: number;

  constructor(i32: Int32Array, word: number) {
    this.i32 = i32;
    this.word = word;
  }

  acquire(): void {
    if (Atomics.compareExchange(this.i32, this.word, 0, 1) !== 0) throw new Error('contended');
  }

  release(): void {
    Atomics.exchange(this.i32, this.word, 0);
  }
}

/** Every form of the same operation: the outer lock, the inner one, and both given up. */
export interface PairBatches {
  instrumented(): void;
  bare(): void;
  /** Reads and writes the words of both locks, with plain loads and stores. */
  walk(): void;
}

export function pairBatches(
  size: Size,
  level: InstrumentationLevel,
  order: VisitOrder,
): PairBatches {
  const arena = arenaOf(size, level);
  const table = new LockTable(enterArena(arena, 1));
  const faces = arena.plan.locks.classes.map(({ name }) => table.mutexes(name));
  const visits = visitsOf(faces, order);
  const { i32 } = arena.memory;
  const region = arena.memory.region(LOCK);
  const bareOf = new Map<MutexLock, BareMutex>();
  for (const face of faces.flat()) {
    bareOf.set(face, new BareMutex(i32, region.at(face.index) + region.word.state));
  }
  const bareVisits = visits.map((face) => bareOf.get(face) as BareMutex);
  const words = Int32Array.from(bareVisits, ({ word }) => word);
  return {
    instrumented: () => takePairs(visits),
    bare: () => takeBarePairs(bareVisits),
    walk: () => walkPairs(i32, words),
  };
}

function arenaOf(size: Size, level: InstrumentationLevel): Arena {
  const { classes, instances } = WORLDS[size];
  const { plan: single } = createArena({ level, threads: 1, classes: mutexClasses(classes) });
  const locks = single.locks.locks.flatMap(({ classIndex, name }) =>
    Array.from({ length: instances }, (_, i) => ({ classIndex, name: `${name}(${i})` })),
  );
  const plan = { ...single, locks: { ...single.locks, locks } };
  return { memory: createSharedMemory(instrumentRegions(plan, registrySizes(plan.locks))), plan };
}

/** Outer and inner lock of each operation in turn; the inner one is of the class after. */
function visitsOf(faces: readonly (readonly MutexLock[])[], order: VisitOrder): MutexLock[] {
  const pairs: [MutexLock, MutexLock][] = [];
  for (let inner = 1; pairs.length < OPERATIONS; inner = (inner % (faces.length - 1)) + 1) {
    const outers = faces[inner - 1] as readonly MutexLock[];
    faces[inner]?.forEach((face, at) => {
      pairs.push([outers[at] as MutexLock, face]);
    });
  }
  pairs.length = OPERATIONS;
  if (order === 'shuffled') shuffle(pairs);
  return pairs.flat();
}

function shuffle(values: unknown[]): void {
  const random = new Random(1);
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.below(last + 1, 'order');
    [values[last], values[other]] = [values[other], values[last]];
  }
}

function takePairs(visits: readonly MutexLock[]): void {
  for (let i = 0; i < visits.length; i += 2) {
    const outer = visits[i] as MutexLock;
    const inner = visits[i + 1] as MutexLock;
    outer.acquire();
    inner.acquire();
    inner.release();
    outer.release();
  }
}

function takeBarePairs(visits: readonly BareMutex[]): void {
  for (let i = 0; i < visits.length; i += 2) {
    const outer = visits[i] as BareMutex;
    const inner = visits[i + 1] as BareMutex;
    outer.acquire();
    inner.acquire();
    inner.release();
    outer.release();
  }
}

function walkPairs(i32: Int32Array, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    i32[word] = ((i32[word] as number) + 1) & 0;
  }
}
