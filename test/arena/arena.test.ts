import { beforeEach, describe, expect, it } from 'vitest';
import { type Arena, createArena } from '../../src/arena/arena.ts';
import { enterArena } from '../../src/arena/arena-thread.ts';
import { arenaFindingText } from '../../src/report/arena-finding-text.ts';

const OPTIONS = {
  threads: ['importer', 'submitter', 'reaper'],
  operations: ['import', 'submit'],
  locks: {
    'obj->mm.lock': { kind: 'mutex', instances: ['camera', 'render'], order: 'ascending' },
    reservation: { kind: 'ww-mutex', instances: 3, policy: 'wound-wait' },
    mmap_lock: 'rw-semaphore',
    flushed: { kind: 'completion', signallers: ['submitter'] },
    idle: 'fence',
    fs_reclaim: 'pseudo',
  },
  clockHolds: true,
} as const;

/** Threads of one arena, played by one: each opens its own clone of the handle, as a worker does. */
let arena: Arena<typeof OPTIONS>;
beforeEach(() => {
  arena = createArena(OPTIONS);
});

function enter(name: 'importer' | 'submitter' | 'reaper') {
  return enterArena(structuredClone(arena.handle), name);
}

function found() {
  return arena.findings().map(({ finding }) => `${finding.level} ${finding.type}`);
}

describe('both detectors', () => {
  const nest = (thread: ReturnType<typeof enter>, mutexFirst: boolean) => {
    const mutex = thread.mutex('obj->mm.lock', 'camera');
    const semaphore = thread.rwSemaphore('mmap_lock');
    if (mutexFirst) mutex.acquire();
    semaphore.acquireWrite();
    if (!mutexFirst) mutex.acquire();
    semaphore.releaseWrite();
    mutex.release();
  };

  it('tell of an inversion between two threads, by the names that were declared', () => {
    nest(enter('importer'), true);
    enter('submitter').operation('submit', () => nest(enter('reaper'), false));
    expect(found()).toEqual(['possible circular']);
    const [entry] = arena.findings();
    expect(entry?.finding.cycle.map(({ thread }) => thread).sort()).toEqual(['importer', 'reaper']);
    const text = arenaFindingText(entry as never, 'a program');
    expect(text.split('\n')[2]).toBe('a program');
    expect(text).toContain('obj->mm.lock(camera) (obj->mm.lock), at: nest (arena/arena.test.ts:');
  });

  it('say nothing where all nest in one order', () => {
    for (const name of ['importer', 'submitter'] as const) nest(enter(name), true);
    expect(found()).toEqual([]);
  });

  it('answer who waits for himself, and count it', () => {
    const lock = enter('importer').mutex('obj->mm.lock', 1);
    expect([lock.acquire(), lock.acquire()]).toEqual(['acquired', 'deadlock']);
    expect(arena.deadlocks).toBe(1);
    expect(found()).toContain('confirmed deadlock');
  });

  it('tell at once of an order against one that was declared as seen', () => {
    const primed = createArena({
      threads: 1,
      locks: { outer: 'mutex', inner: 'mutex' },
      primes: [['outer', 'inner']],
      promises: [['outer', 'inner']],
    });
    const thread = enterArena(primed.handle);
    thread.mutex('inner').acquire();
    thread.mutex('outer').acquire();
    const types = primed.findings().map(({ finding }) => finding.type);
    expect(types.sort()).toEqual(['circular', 'promise']);
  });
});

describe('ww-mutexes', () => {
  it('are taken under the context of their class', () => {
    const thread = enter('importer');
    const context = thread.context('reservation');
    context.begin();
    const answers = [2, 0].map((i) => thread.wwMutex('reservation', i).acquire(context));
    expect(answers).toEqual(['acquired', 'acquired']);
    expect(thread.wwMutex('reservation', 2).acquire(context)).toBe('already');
    for (const i of [0, 2]) thread.wwMutex('reservation', i).release();
    context.end();
    expect(found()).toEqual([]);
  });
});

describe('events', () => {
  it('may be signalled later by a thread that has not entered yet', () => {
    const importer = enter('importer');
    expect(importer.completion('flushed').waitFor(1)).toBe('timed-out');
    enter('submitter').completion('flushed').complete();
    expect(importer.completion('flushed').wait()).toBe('acquired');
    expect(found()).toEqual([]);
  });

  it('that only one thread can signal are a deadlock once it has left', () => {
    const importer = enter('importer');
    enter('submitter').leave();
    expect(importer.completion('flushed').wait()).toBe('deadlock');
    expect(found()).toEqual(['confirmed deadlock']);
    expect(arena.findings()[0]?.finding.summary).toContain('only submitter can bring about');
  });

  it('that others can signal are none', () => {
    const importer = enter('importer');
    const submitter = enter('submitter');
    submitter.fence('idle').signal(7);
    submitter.leave();
    expect(importer.fence('idle').wait(7)).toBe('acquired');
    expect(importer.fence('idle').waitFor(8, 1)).toBe('timed-out');
    expect(found()).toEqual([]);
  });
});

describe('join', () => {
  it('passes when that thread has left', () => {
    const importer = enter('importer');
    enter('submitter').leave();
    expect(importer.join('submitter')).toBe('acquired');
    expect(found()).toEqual([]);
  });

  it('of itself is a deadlock', () => {
    expect(enter('importer').join('importer')).toBe('deadlock');
    expect(found()).toEqual(['confirmed deadlock']);
  });
});

describe('what is read from outside', () => {
  it('is what every thread does, holds and has cost', () => {
    const importer = enter('importer');
    importer.operation('import', () => {
      const lock = importer.mutex('obj->mm.lock', 'render');
      lock.acquire();
      const [state] = arena.threads();
      expect(state).toMatchObject({ thread: 'importer', operation: 'import' });
      expect(state?.holds.map(({ name }) => name)).toEqual(['obj->mm.lock(render)']);
      lock.release();
    });
    const [line] = arena.stats();
    expect(line).toMatchObject({ class: 'obj->mm.lock', kind: 'mutex', acquisitions: 1 });
    expect(line?.acquisitionsByThread).toEqual({ importer: 1, submitter: 0, reaper: 0 });
    expect(line?.holdsClocked).toBe(1);
  });

  it('has a line for every declared class and the contexts, and for nothing else', () => {
    const names = Object.keys(OPTIONS.locks);
    expect(arena.stats().map((line) => line.class)).toEqual([...names, 'reservation_acquire']);
  });
});
