import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Arena, createArena } from 'lockyard';
import { afterEach, describe, expect, it, vi } from 'vitest';

const ENDING_WORKER = new URL('./fixtures/ending-worker.mjs', import.meta.url);
const OPTIONS = {
  threads: ['first', 'second'],
  locks: {
    a: 'mutex',
    b: 'mutex',
    holds: { kind: 'completion', instances: ['first', 'second'] },
  },
} as const;

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

function start(arena: Pick<Arena, 'handle'>, deed: string, name?: string): Worker {
  const worker = new Worker(ENDING_WORKER, {
    workerData: { arena: arena.handle, deed, name },
    stderr: true,
  });
  workers.push(worker);
  return worker;
}

/** What it did not catch, if anything. */
function ended(worker: Worker): Promise<Error | null> {
  let thrown: Error | null = null;
  worker.on('error', (error) => {
    thrown = error as Error;
  });
  return new Promise((resolve) => worker.on('exit', () => resolve(thrown)));
}

function types(arena: Pick<Arena, 'findings'>): string[] {
  return arena.findings().map(({ finding }) => finding.type);
}

describe('a worker that ends by itself has left', () => {
  it.each(['return', 'throw', 'exit'])('by %s: what it held is told and free', async (deed) => {
    const arena = createArena(OPTIONS);
    const thrown = await ended(start(arena, deed, 'first'));
    expect(thrown?.message).toBe(deed === 'throw' ? 'too far' : undefined);
    expect(types(arena)).toEqual(['held-at-exit']);
    expect(arena.threads()[0]?.holds).toEqual([]);
    expect(arena.workerExited('first')).toBeNull();
    expect(await ended(start(arena, 'leave', 'first'))).toBeNull();
    expect(types(arena)).toEqual(['held-at-exit']);
  });

  it('by leaving with empty hands: nothing is told', async () => {
    const arena = createArena(OPTIONS);
    expect(await ended(start(arena, 'leave', 'first'))).toBeNull();
    expect(types(arena)).toEqual([]);
  });
});

describe('a worker that is terminated', () => {
  it('keeps what it held; the next is told so instead of waiting for ever', async () => {
    const arena = createArena(OPTIONS);
    const first = start(arena, 'sleep', 'first');
    await vi.waitFor(() => expect(arena.threads()[0]?.holds).toHaveLength(1));
    await first.terminate();
    expect(arena.workerExited('first')?.type).toBe('thread-crash');
    expect(await ended(start(arena, 'return', 'second'))).toBeNull();
    expect(types(arena).sort()).toEqual(['deadlock', 'thread-crash']);
  });
});

describe('names', () => {
  it('are taken by one worker each, until there are none', async () => {
    const threads = ['n1', 'n2', 'n3', 'n4'];
    const arena = createArena({ ...OPTIONS, threads });
    const many = threads.map(() => start(arena, 'sleep'));
    const taken = await Promise.all(many.map(async (worker) => (await once(worker, 'message'))[0]));
    expect(taken.sort()).toEqual(threads);
    const late = await ended(start(arena, 'nothing'));
    expect(late?.message).toMatch(/all 4 threads of the arena have entered/);
  });

  it('that somebody has are refused to a second one', async () => {
    const arena = createArena(OPTIONS);
    start(arena, 'sleep', 'first');
    await vi.waitFor(() => expect(arena.threads()[0]?.holds).toHaveLength(1));
    const thrown = await ended(start(arena, 'nothing', 'first'));
    expect(thrown?.message).toMatch(/"first" has entered already/);
  });
});

describe('a ring', () => {
  it('answers one of the two under recover, and the other goes on', async () => {
    const arena = createArena(OPTIONS);
    const both = (['first', 'second'] as const).map((name) => start(arena, 'ring', name));
    const answers = await Promise.all(both.map(answerOf));
    expect(answers.sort()).toEqual(['acquired', 'deadlock']);
    expect(arena.deadlocks).toBe(1);
  });

  it('freezes both under stop, until they are terminated', async () => {
    const arena = createArena({ ...OPTIONS, onDeadlock: 'stop' });
    for (const name of OPTIONS.threads) start(arena, 'ring', name);
    expect(arena.frozen).toBe(false);
    await vi.waitFor(() => expect(arena.frozen).toBe(true));
    const waits = arena.threads().map(({ thread, wants }) => [thread, wants?.name]);
    expect(waits).toEqual([
      ['first', 'b'],
      ['second', 'a'],
    ]);
    expect(types(arena).filter((type) => type === 'deadlock')).toHaveLength(1);
  });
});

/** Its first message is its name, the second the answer of its lock. */
function answerOf(worker: Worker): Promise<unknown> {
  const told: unknown[] = [];
  return new Promise((resolve) => {
    worker.on('message', (message) => {
      if (told.push(message) === 2) resolve(message);
    });
  });
}
