import { beforeEach, describe, expect, it } from 'vitest';
import { type Arena, createArena, enterArena, mutexClasses } from '../../bench/bench-arena.ts';
import { MIXED, MutexLine } from '../../src/deadlock/mutex-line.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { LockTable } from '../../src/lock/lock-table.ts';
import type { LockThread } from '../../src/lock/lock-thread.ts';
import { WAIT_MODE } from '../../src/shared/lock-word.ts';

/** Three threads played by one: each holds the mutex of its number and waits for the next one's. */
const SELF = 1;
let arena: Arena;
let threads: LockThread[];
let line: MutexLine;

beforeEach(() => {
  const event = { name: 'flushed', kind: 'completion', subclasses: 1 } as const;
  arena = createArena({ level: 'full', threads: 3, classes: [...mutexClasses(3), event] });
  threads = [1, 2, 3].map((id) => enterArena(arena, id));
  line = new MutexLine(arena.memory, (threads[0] as LockThread).evidence.registry, 3);
  for (const id of [1, 2, 3]) mutex(id, id).acquire();
});

/** The mutex of number `of`, as thread `id` sees it. */
function mutex(id: number, of: number): MutexLock {
  const table = new LockTable(threads[id - 1] as LockThread);
  return table.mutexes(`lock-${of - 1}`)[0] as MutexLock;
}

function wait(id: number, of: number, hint: number, mode: number = WAIT_MODE.exclusive): void {
  const thread = threads[id - 1] as LockThread;
  thread.wait.begin(of - 1, mode, 0, thread.held.row, hint);
}

function closeRing(): void {
  wait(2, 3, 3);
  wait(3, 1, 1);
  wait(SELF, 2, 2);
}

describe('the first look', () => {
  it('sees a ring along its hints, threads in order', () => {
    closeRing();
    expect(line.leadsOn(SELF)).toBe(true);
    expect(line.glance(SELF)).toBe(3);
    expect([...line.path.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect(line.wanted).toBe(1);
    expect(line.isStill(SELF, 3)).toBe(true);
  });

  it('leaves a hint that is out of date to the walk by owners', () => {
    closeRing();
    wait(2, 3, 1);
    expect(line.glance(SELF)).toBe(0);
    expect(line.follow(SELF)).toBe(3);
    expect(line.isStill(SELF, 3)).toBe(true);
  });

  it('ends at an owner that runs', () => {
    wait(SELF, 2, 2);
    expect(line.leadsOn(SELF)).toBe(false);
    expect(line.glance(SELF)).toBe(0);
    expect(line.follow(SELF)).toBe(0);
  });

  it('goes on at an owner whose program has ended', () => {
    wait(SELF, 2, 2);
    threads[1]?.depart();
    expect(line.leadsOn(SELF)).toBe(true);
    expect(line.follow(SELF)).toBe(MIXED);
  });

  it('leaves locks of other kinds to the general walk', () => {
    wait(2, 4, 0, WAIT_MODE.event);
    wait(SELF, 2, 2);
    expect(line.leadsOn(SELF)).toBe(true);
    expect(line.glance(SELF)).toBe(0);
    expect(line.follow(SELF)).toBe(MIXED);
  });

  it.each([1, 2, 3])('takes no wait with a time limit for a part of a ring: thread %i', (id) => {
    closeRing();
    wait(id, (id % 3) + 1, (id % 3) + 1, WAIT_MODE.timed);
    expect(line.glance(SELF)).toBe(0);
    expect(line.follow(SELF)).toBe(0);
  });
});

describe.each(['glance', 'follow'] as const)('what a %s saw is refuted', (look) => {
  beforeEach(() => {
    closeRing();
    expect(line[look](SELF)).toBe(3);
  });

  it('by a wait that has ended', () => {
    threads[1]?.wait.end();
    expect(line.isStill(SELF, 3)).toBe(false);
  });

  it('by another wait of the same thread for the same mutex', () => {
    threads[1]?.wait.end();
    wait(2, 3, 3);
    expect(line.isStill(SELF, 3)).toBe(false);
  });

  it('by another owner', () => {
    mutex(3, 3).release();
    mutex(SELF, 3).acquire();
    expect(line.isStill(SELF, 3)).toBe(false);
  });
});
