import { afterAll, expect, test, vi } from 'vitest';
import { Crew } from '../../src/run/crew.ts';
import { planRun } from '../../src/run/plan-run.ts';
import type { ThreadTask } from '../../src/shared/plan.ts';
import { stageOf } from './fixtures/stage.ts';

const crew = new Crew(new URL('./fixtures/scripted-thread.mjs', import.meta.url));

afterAll(() => crew.close());

function tasks(...deeds: readonly string[]): ThreadTask[] {
  const { plan } = planRun(stageOf({ workers: deeds.length }), {});
  const memory = {
    buffer: new SharedArrayBuffer(64),
    layout: { words: 16, placements: {} },
    linear: null,
  };
  return deeds.map((_deed, threadIndex) => ({
    memory,
    plan: { ...plan, bodyPlan: deeds },
    threadIndex,
  }));
}

test('threads that return leave a crew that starts again', async () => {
  for (let round = 0; round < 3; round++) {
    const run = await crew.start(tasks('return', 'return'));
    await run.done();
    expect(run.complete).toBe(true);
    expect(run.crashes).toEqual([]);
  }
});

test('an exception is a crash with its message and frames', async () => {
  const run = await crew.start(tasks('return', 'throw'));
  await run.done();
  expect(run.endingOf(0)).toBe('returned');
  expect(run.endingOf(1)).toBe('crashed');
  const [crash] = run.crashes;
  expect(crash).toMatchObject({ threadIndex: 1, kind: 'TypeError', message: 'the guard is wrong' });
  expect(crash?.frames[0]).toContain('scripted-thread.mjs');
});

test('process.exit in a thread is a crash, not a hang', async () => {
  const run = await crew.start(tasks('exit', 'return'));
  await run.done();
  expect(run.crashes).toHaveLength(1);
  expect(run.crashes[0]).toMatchObject({ threadIndex: 0, kind: 'exit' });
  expect(run.crashes[0]?.message).toContain('process.exit(3)');
});

test('an error that no promise carries is a crash of the thread it happened in', async () => {
  const run = await crew.start(tasks('throw-later', 'return'));
  await run.done();
  expect(run.crashes[0]).toMatchObject({ threadIndex: 0, message: 'nobody awaits this' });
});

test('a thread that runs out of heap is a crash that says so', async () => {
  const run = await crew.start(tasks('hoard'));
  await run.done();
  expect(run.crashes[0]).toMatchObject({ threadIndex: 0, kind: 'out of memory' });
});

test('abort ends threads asleep in Atomics.wait and threads that never yield', async () => {
  const run = await crew.start(tasks('sleep', 'spin', 'return'));
  while (run.endingOf(2) === 'running') await run.nextEnding;
  expect(run.runningCount).toBe(2);
  await run.abort();
  expect([0, 1, 2].map((index) => run.endingOf(index))).toEqual(['ended', 'ended', 'returned']);
  expect(run.crashes).toEqual([]);
  const again = await crew.start(tasks('return', 'return', 'return'));
  await again.done();
  expect(again.complete).toBe(true);
});

test('what a thread prints does not reach standard output', async () => {
  const told: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    told.push(String(chunk));
    return true;
  });
  const print = vi.spyOn(process.stdout, 'write');
  const run = await crew.start(tasks('print'));
  await run.done();
  await vi.waitFor(() => expect(told.join('')).toContain('chatter of a design'));
  expect(print.mock.calls.flat().join('')).not.toContain('chatter');
  write.mockRestore();
  print.mockRestore();
});

test('a module that is not there is a crash of every thread', async () => {
  const lost = new Crew(new URL('./fixtures/nowhere.mjs', import.meta.url));
  const run = await lost.start(tasks('return', 'return'));
  await run.done();
  expect(run.crashes.length).toBeGreaterThan(0);
  await lost.close();
});
