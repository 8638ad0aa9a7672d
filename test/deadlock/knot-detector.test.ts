import { beforeEach, describe, expect, it } from 'vitest';
import { type Arena, createArena, enterArena } from '../../bench/bench-arena.ts';
import type { Completion, MutexLock } from '../../src/lock/lock-contracts.ts';
import { LockTable } from '../../src/lock/lock-table.ts';
import type { LockThread } from '../../src/lock/lock-thread.ts';
import { WAIT_MODE } from '../../src/shared/lock-word.ts';
import { readJournal } from '../../src/validate/journal.ts';

/** Three threads played by one: a mutex, and an event that some of them promised to signal. */
let arena: Arena;
let threads: LockThread[];
let mutex: (id: number) => MutexLock;
let event: (id: number) => Completion;

beforeEach(() => {
  arena = createArena({
    level: 'full',
    threads: 3,
    classes: [
      { name: 'gem', kind: 'mutex', subclasses: 1 },
      { name: 'flushed', kind: 'completion', subclasses: 1, signallers: 'listed' },
    ],
  });
  threads = [1, 2, 3].map((id) => enterArena(arena, id));
  const tables = threads.map((thread) => new LockTable(thread));
  mutex = (id) => tables[id - 1]?.mutexes('gem')[0] as MutexLock;
  event = (id) => tables[id - 1]?.completions('flushed')[0] as Completion;
  for (const id of [2, 3]) event(id).promise();
  mutex(1).acquire();
});

function sleepsFor(id: number, lock: number, mode: number): void {
  const thread = threads[id - 1] as LockThread;
  thread.wait.begin(lock, mode, 0, thread.held.row);
}

function deadlocks() {
  return readJournal(arena.memory).filter(({ finding }) => finding.type === 'deadlock');
}

describe('an event that any of several threads may signal', () => {
  it('is no deadlock while one of them can move', () => {
    sleepsFor(2, mutex(1).index, WAIT_MODE.exclusive);
    sleepsFor(1, event(1).index, WAIT_MODE.event);
    threads[0]?.detector.leavesStuck();
    expect(threads[0]?.detector.closesCycle()).toBe(false);
    expect(deadlocks()).toEqual([]);
  });

  it('is one when the last of them starts to wait for a thread that waits for it', () => {
    sleepsFor(2, mutex(1).index, WAIT_MODE.exclusive);
    sleepsFor(3, mutex(1).index, WAIT_MODE.exclusive);
    expect(event(1).wait()).toBe('deadlock');
    const [told] = deadlocks();
    expect(told?.finding.summary).toMatch(
      /thread-1 waits for flushed, which only thread-2, thread-3/,
    );
    expect(told?.finding.threads).toHaveLength(3);
  });

  it('is one when the last of them withdraws its promise', () => {
    sleepsFor(2, mutex(1).index, WAIT_MODE.exclusive);
    sleepsFor(1, event(1).index, WAIT_MODE.event);
    event(3).withdraw();
    expect(deadlocks()).toHaveLength(1);
  });

  it('is none when it has come, whoever withdraws', () => {
    sleepsFor(2, mutex(1).index, WAIT_MODE.exclusive);
    sleepsFor(1, event(1).index, WAIT_MODE.event);
    event(3).complete();
    event(3).withdraw();
    event(2).withdraw();
    expect(deadlocks()).toEqual([]);
  });

  it('is none for a wait with a time limit', () => {
    sleepsFor(1, event(1).index, WAIT_MODE.timed);
    event(3).withdraw();
    event(2).withdraw();
    expect(deadlocks()).toEqual([]);
  });
});

describe('a thread that has ended', () => {
  it('keeps what it holds: who waits for it is stuck', () => {
    threads[0]?.depart();
    expect(deadlocks()).toEqual([]);
    expect(mutex(2).acquire()).toBe('deadlock');
    expect(deadlocks()[0]?.finding.summary).toMatch(/thread-2 waits for gem, which thread-1 holds/);
  });

  it('is told when others wait for it already', () => {
    sleepsFor(2, mutex(1).index, WAIT_MODE.exclusive);
    threads[0]?.depart();
    expect(deadlocks()).toHaveLength(1);
  });

  it('is no matter when it holds nothing', () => {
    mutex(1).release();
    threads[0]?.depart();
    expect(mutex(2).acquire()).toBe('acquired');
    expect(deadlocks()).toEqual([]);
  });
});
