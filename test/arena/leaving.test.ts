import { beforeEach, describe, expect, it } from 'vitest';
import { type Arena, createArena } from '../../src/arena/arena.ts';
import { enterArena } from '../../src/arena/arena-thread.ts';

const OPTIONS = {
  threads: ['first', 'second'],
  operations: ['work hard'],
  locks: { lock: 'mutex', other: 'mutex' },
} as const;

let arena: Arena<typeof OPTIONS>;
beforeEach(() => {
  arena = createArena(OPTIONS);
});

function enter(name?: 'first' | 'second') {
  return enterArena(structuredClone(arena.handle), name);
}

function types() {
  return arena.findings().map(({ finding }) => finding.type);
}

describe('a thread that leaves', () => {
  it('holding a lock is told of, and lets go of it', () => {
    const first = enter('first');
    first.mutex('lock').acquire();
    first.leave();
    expect(types()).toEqual(['held-at-exit']);
    expect(enter('second').mutex('lock').tryAcquire()).toBe('acquired');
  });

  it('with nothing in its hands is not, however often it says so', () => {
    const first = enter('first');
    first.mutex('lock').acquire();
    first.mutex('lock').release();
    first.leave();
    first.leave();
    expect(types()).toEqual([]);
  });

  it('gives its name up for the next', () => {
    enter('first').leave();
    const again = enter('first');
    expect(again.mutex('lock').acquire()).toBe('acquired');
    expect(arena.threads()[0]?.holds).toHaveLength(1);
    expect(types()).toEqual([]);
  });
});

describe('an operation', () => {
  it('that ends holding a lock is told of, and lets go of it', () => {
    const first = enter('first');
    expect(first.operation('work hard', () => first.mutex('lock').acquire())).toBe('acquired');
    expect(types()).toEqual(['held-at-exit']);
    expect(arena.findings()[0]?.finding.summary).toContain('first ends work hard');
    expect(first.mutex('lock').isHeld()).toBe(false);
  });

  it('that throws lets go, too, and throws', () => {
    const first = enter('first');
    const work = () => {
      first.mutex('lock').acquire();
      throw new RangeError('too far');
    };
    expect(() => first.operation('work hard', work)).toThrow(RangeError);
    expect(types()).toEqual(['held-at-exit']);
    expect(first.operation('work hard', () => first.mutex('lock').tryAcquire())).toBe('acquired');
  });

  it('that releases what it took is not told of', () => {
    const first = enter('first');
    first.operation('work hard', () => {
      first.mutex('lock').acquire();
      first.mutex('lock').release();
    });
    expect(types()).toEqual([]);
  });
});

describe('a worker that is gone', () => {
  it('without having left is told with what it held; who comes to wait for that is answered', () => {
    enter('first').mutex('lock').acquire();
    const finding = arena.workerExited('first');
    expect(finding?.summary).toBe('the worker of first was ended in work while it held lock');
    expect(enter('second').mutex('lock').acquire()).toBe('deadlock');
    expect(types()).toEqual(['deadlock', 'thread-crash']);
    expect(() => enter('first')).toThrow(/lost with what it held/);
  });

  it('holding nothing is no finding, and its name is free', () => {
    const first = enter('first');
    first.mutex('lock').acquire();
    first.mutex('lock').release();
    expect(arena.workerExited('first')).toBeNull();
    expect(types()).toEqual([]);
    expect(enter().name).toBe('first');
  });

  it('after it has left, or before it came, is no news', () => {
    enter('first').leave();
    expect([arena.workerExited('first'), arena.workerExited('second')]).toEqual([null, null]);
    expect(enter('second').mutex('lock').acquire()).toBe('acquired');
    expect(types()).toEqual([]);
  });
});
