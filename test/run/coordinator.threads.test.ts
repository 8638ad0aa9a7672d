import { afterAll, expect, test } from 'vitest';
import { runStage } from '../../src/run/coordinator.ts';
import { Crew } from '../../src/run/crew.ts';
import { type RunOptions, planRun } from '../../src/run/plan-run.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import type { Stage } from '../../src/run/stage.ts';
import { verdictOf } from '../../src/run/verdict.ts';
import { stageOf } from './fixtures/stage.ts';

const crew = new Crew(new URL('../../dist/src/thread/entry.js', import.meta.url));

afterAll(() => crew.close());

const SERVE = 'serve';

function scripted(scripts: readonly string[]): Stage {
  const services = scripts.filter((script) => script === SERVE).length;
  return {
    ...stageOf({ workers: scripts.length - services, services }),
    locks: {
      classes: [
        { name: 'A', kind: 'mutex', subclasses: 1 },
        { name: 'B', kind: 'mutex', subclasses: 1 },
      ],
      locks: [
        { classIndex: 0, name: 'A(0)' },
        { classIndex: 1, name: 'B(0)' },
      ],
      promises: [],
    },
    body: new URL('./fixtures/scripted-actor.mjs', import.meta.url).href,
    bodyPlan: scripts,
  };
}

function run(scripts: readonly string[], options: RunOptions): Promise<RunResult> {
  const stage = scripted(scripts);
  const interrupt = new AbortController().signal;
  return runStage(crew, stage, planRun(stage, options), { interrupt, progress: () => undefined });
}

function typesOf({ findings }: RunResult): string[] {
  return findings.map(({ finding }) => finding.type).sort();
}

test('workers run for their time, services leave after them', async () => {
  const result = await run(['work', 'work', 'serve'], { durationMs: 300 });
  expect(result.ending).toBe('duration');
  expect(result.findings).toEqual([]);
  expect(result.operations).toBeGreaterThan(100);
  expect(result.seconds).toBeGreaterThanOrEqual(0.29);
  const a = result.locks.find((line) => line.class === 'A');
  expect(a?.acquisitions).toBe(result.operations);
  const { 'worker-1': first = 0, 'worker-2': second = 0, ...rest } = a?.acquisitionsByThread ?? {};
  expect(first).toBeGreaterThan(0);
  expect(first + second).toBe(a?.acquisitions);
  expect(rest).toEqual({ 'service-1': 0 });
});

test('a budget of operations is used up exactly', async () => {
  const result = await run(['work', 'work'], { operations: 1000 });
  expect(result).toMatchObject({ ending: 'operations', operations: 1000, findings: [] });
});

test('a bad order is an inversion, and a deadlock that is recovered from', async () => {
  const result = await run(['work', 'reversed'], { durationMs: 500 });
  expect(typesOf(result)).toEqual(['circular', 'deadlock']);
  expect(result.ending).toBe('duration');
  expect(result.deadlocks).toBeGreaterThan(0);
  expect(result.refusals).toBeGreaterThan(0);
  expect(result.firstDeadlockAfter).not.toBeNull();
});

test('under stop the first deadlock ends the run with all threads as they stood', async () => {
  const result = await run(['work', 'reversed', 'serve'], { durationMs: 5000, onDeadlock: 'stop' });
  expect(result.ending).toBe('frozen');
  expect(result.deadlocks).toBe(1);
  expect(verdictOf(result)).toBe('deadlock');
  const [first, second] = result.threads;
  expect(first?.holds.map(({ name }) => name)).toEqual(['A(0)']);
  expect(first?.wants?.name).toBe('B(0)');
  expect(second?.holds.map(({ name }) => name)).toEqual(['B(0)']);
  expect(second?.wants?.name).toBe('A(0)');
});

test('an exception in a thread ends the run with a crash and all results so far', async () => {
  const result = await run(['throw', 'work'], { durationMs: 5000 });
  expect(result.ending).toBe('crash');
  expect(verdictOf(result)).toBe('crash');
  expect(result.operations).toBeGreaterThanOrEqual(100);
  const crash = result.findings.find(({ finding }) => finding.type === 'thread-crash');
  expect(crash?.finding.summary).toContain(
    'worker-1 (worker) crashed in work: TypeError: the guard',
  );
  expect(crash?.finding.locks).toEqual([{ class: 'A', name: 'A(0)' }]);
  expect(crash?.finding.threads).toEqual([result.threads[0]]);
});

test('a thread that calls process.exit ends the run, though others wait for its lock', async () => {
  const result = await run(['exit', 'work', 'serve'], { durationMs: 5000 });
  expect(result.ending).toBe('crash');
  expect(typesOf(result)).toContain('thread-crash');
});

test('an actor that cannot be made is a crash before the start', async () => {
  const result = await run(['throw-early', 'work'], { durationMs: 5000 });
  expect(result).toMatchObject({ ending: 'crash', operations: 0, seconds: 0 });
});

test('threads that are stuck without a cycle are a stall, and are ended', async () => {
  const result = await run(['sleep-holding', 'work', 'serve'], { durationMs: 9000, stallMs: 400 });
  expect(result.ending).toBe('stall');
  expect(typesOf(result)).toEqual(['stall']);
  expect(result.threads.map((state) => state.wants?.name)).toEqual([undefined, 'A(0)', undefined]);
});

test('a worker that is stuck while another gets on is a stall, told at the end', async () => {
  const scripts = ['sleep-holding', 'work', 'work-b'];
  const result = await run(scripts, { durationMs: 1500, stallMs: 400 });
  expect(result.ending).toBe('duration');
  expect(verdictOf(result)).toBe('stall');
  expect(result.findings.map(({ finding }) => finding.key)).toEqual([
    'stall worker-2',
    'stall at end',
  ]);
  const [stuck] = result.findings;
  expect(stuck?.finding.threads.map(({ thread }) => thread)).toEqual(['worker-2', 'worker-1']);
});

test('where nothing is clocked no wait is told', async () => {
  const result = await run(['work', 'work'], { durationMs: 300, level: 'order' });
  expect(result.contention.acquisitions).toBeGreaterThan(0);
  expect(result.contention.waitNsP99).toBe(0);
  for (const line of result.locks) expect([line.waitNsP99, line.holdNsP99]).toEqual([0, 0]);
});

test('a process that ends during a run closes its stage on the way out', async () => {
  let closed = 0;
  const stage = { ...scripted(['work']), close: () => closed++ };
  const before = process.listeners('exit');
  const running = runStage(crew, stage, planRun(stage, { durationMs: 100 }), {
    interrupt: new AbortController().signal,
    progress: () => undefined,
  });
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  for (const listener of added) listener(0);
  expect(closed).toBe(1);
  await running;
  expect(process.listeners('exit')).toEqual(before);
});

test('operations that are all refused are a livelock', async () => {
  const result = await run(['refuse', 'refuse'], { durationMs: 9000, stallMs: 400 });
  expect(typesOf(result)).toEqual(['livelock']);
});

test('a thread that does not come back at the end is a stall', async () => {
  const result = await run(['sleep-holding'], { durationMs: 100 });
  expect(result.findings[0]?.finding.summary).toMatch(/worker-1 did not come back within 2 s/);
});

test('an interruption ends the run early, with results', async () => {
  const controller = new AbortController();
  const stage = scripted(['work', 'work']);
  const result = await runStage(crew, stage, planRun(stage, { durationMs: 60_000 }), {
    interrupt: controller.signal,
    progress: ({ operations }) => {
      if (operations > 0) controller.abort();
    },
  });
  expect(result.ending).toBe('interrupted');
  expect(result.operations).toBeGreaterThan(0);
});
