import { describe, expect, test } from 'vitest';
import type { LockClassPlan } from '../../../src/shared/plan.ts';
import {
  type RecordedThread,
  type RecordingOptions,
  createRecordingWorld,
  told,
} from './recording-world.ts';

const A_AND_B: RecordingOptions = {
  locks: { a: 'A', b: 'B' },
  classes: [
    { name: 'A', kind: 'mutex', subclasses: 1 },
    { name: 'B', kind: 'mutex', subclasses: 1 },
  ],
};
const NODES: LockClassPlan = { name: 'N', kind: 'mutex', subclasses: 2 };
const GATED: RecordingOptions = {
  locks: { ...A_AND_B.locks, g: 'G' },
  classes: [...A_AND_B.classes, { name: 'G', kind: 'mutex', subclasses: 1 }],
};

/** Takes mutexes by `class` or `class:number`, each inside the one before, and releases them all. */
function nest({ table }: RecordedThread, ...names: readonly string[]): void {
  const taken = names.map((name) => {
    const [className, number = '0'] = name.split(':') as [string, string?];
    const mutex = table.mutexes(className)[Number(number)];
    mutex?.acquire();
    return mutex;
  });
  for (const mutex of taken.reverse()) mutex?.release();
}

/** As `nest` for two nodes, the inner one annotated. */
function nestNodes({ table }: RecordedThread, outer: number, inner: number): void {
  const nodes = table.mutexes('N');
  nodes[outer]?.acquire();
  nodes[inner]?.acquireNested(1);
  nodes[inner]?.release();
  nodes[outer]?.release();
}

describe('a possible deadlock', () => {
  test('that another order of the run shows is predicted, with the way there', () => {
    const world = createRecordingWorld(A_AND_B);
    const [first, second] = world.threads as [RecordedThread, RecordedThread];
    nest(first, 'A', 'B');
    nest(second, 'B', 'A');
    const findings = world.assess();
    expect(told(findings)).toEqual(['circular possible', 'deadlock predicted']);
    const predicted = findings[1];
    expect(predicted?.summary).toContain('T1 and T2 can deadlock over');
    const edges = predicted?.cycle.map(({ thread, from, to }) => `${thread} ${from} ${to}`);
    expect(new Set(edges)).toEqual(new Set(['T1 a b', 'T2 b a']));
    expect(predicted?.details).toEqual([
      'T1 has come to its acquisition of a (event 1 of the record), and asks for b',
      'T2 has come to its acquisition of b (event 1 of the record), and asks for a',
    ]);
    expect(predicted?.cycle[0]?.site[0]).toContain('assess-findings.test.ts');
  });

  test('that one thread makes alone is rejected', () => {
    const world = createRecordingWorld(A_AND_B);
    const [only] = world.threads as [RecordedThread];
    nest(only, 'A', 'B');
    nest(only, 'B', 'A');
    expect(told(world.assess())).toEqual(['circular possible same-thread']);
  });

  test('under a common lock is rejected, by its name', () => {
    const world = createRecordingWorld(GATED);
    const [first, second] = world.threads as [RecordedThread, RecordedThread];
    nest(first, 'G', 'A', 'B');
    nest(second, 'G', 'B', 'A');
    const findings = world.assess();
    expect(told(findings)).toEqual(['circular possible gate-lock']);
    expect(findings[0]?.rejection?.text).toContain(' g ');
  });

  test('of threads that come one after the other is rejected', () => {
    const world = createRecordingWorld(A_AND_B);
    const [first, second] = world.threads as [RecordedThread, RecordedThread];
    nest(first, 'A', 'B');
    first.events.spawn(2);
    second.events.begin();
    nest(second, 'B', 'A');
    expect(told(world.assess())).toEqual(['circular possible ordered-by-join']);
  });

  test('over classes whose locks never met stays possible', () => {
    const locks = { a: 'A', b: 'B', otherA: 'A', otherB: 'B' };
    const world = createRecordingWorld({ ...A_AND_B, locks });
    const [first, second] = world.threads as [RecordedThread, RecordedThread];
    nest(first, 'A:0', 'B:0');
    nest(second, 'B:1', 'A:1');
    expect(told(world.assess())).toEqual(['circular possible']);
  });

  test('is not rejected by a record that has lost its beginning', () => {
    const world = createRecordingWorld({ ...A_AND_B, events: 8 });
    const [only] = world.threads as [RecordedThread];
    nest(only, 'B', 'A');
    for (let i = 0; i < 5; i++) nest(only, 'A', 'B');
    expect(told(world.assess())).toEqual(['circular possible']);
  });

  test('is told once for all rounds, and nothing of one is exchanged with another', () => {
    const world = createRecordingWorld(A_AND_B);
    const [first, second] = world.threads as [RecordedThread, RecordedThread];
    for (let round = 1; round <= 3; round++) {
      for (const { events } of world.threads) events.round(round);
      if (round === 1) nest(first, 'A', 'B');
      if (round === 2) nest(second, 'B', 'A');
    }
    expect(told(world.assess())).toEqual(['circular possible']);
  });
});

describe('locks of one class', () => {
  test('in opposite orders under an annotation are predicted', () => {
    const world = createRecordingWorld({ locks: { n: 'N', m: 'N' }, classes: [NODES] });
    const [first, second] = world.threads as [RecordedThread, RecordedThread];
    nestNodes(first, 0, 1);
    nestNodes(second, 1, 0);
    expect(told(world.assess())).toEqual(['deadlock predicted']);
  });

  test('in one order under an annotation are not', () => {
    const world = createRecordingWorld({ locks: { n: 'N', m: 'N' }, classes: [NODES] });
    for (const thread of world.threads) nestNodes(thread, 0, 1);
    expect(world.assess()).toEqual([]);
  });

  test('always in one direction are rejected without an annotation', () => {
    const world = createRecordingWorld({ locks: { n: 'N', m: 'N' }, classes: [NODES] });
    for (const thread of world.threads) nest(thread, 'N:0', 'N:1');
    const findings = world.assess();
    expect(told(findings)).toEqual(['recursion possible instance-order']);
    expect(findings[0]?.rejection?.text).toContain('n before m');
  });

  test('against their keys are told, and along them not', () => {
    const locks = { n: ['N', 1], m: ['N', 2] } as const;
    const along = createRecordingWorld({ locks, classes: [NODES] });
    for (const thread of along.threads) nestNodes(thread, 0, 1);
    expect(along.assess()).toEqual([]);
    const against = createRecordingWorld({ locks, classes: [NODES] });
    for (const thread of against.threads) nestNodes(thread, 1, 0);
    const findings = against.assess();
    expect(told(findings)).toEqual(['order-key possible']);
    expect(findings[0]?.details[0]).toContain('m 2, n 1');
  });
});

test('ww-mutexes of transactions are in nobody’s way', () => {
  const world = createRecordingWorld({
    locks: { ctx: 'ctx', v: 'W', w: 'W' },
    classes: [
      { name: 'ctx', kind: 'pseudo', subclasses: 1 },
      { name: 'W', kind: 'ww-mutex', subclasses: 1, policy: 'wait-die', context: 'ctx' },
    ],
  });
  for (const [index, { table }] of world.threads.entries()) {
    const context = table.context('ctx');
    const locks = table.wwMutexes('W');
    const order = index === 0 ? locks : [...locks].reverse();
    context.begin();
    for (const lock of order) lock.acquire(context);
    for (const lock of order) lock.release();
    context.end();
  }
  expect(world.assess()).toEqual([]);
});

test('a reader that queues behind a writer is predicted', () => {
  const world = createRecordingWorld({
    locks: { r: 'R' },
    classes: [{ name: 'R', kind: 'rw-semaphore', subclasses: 1 }],
  });
  const [reader, writer] = world.threads.map(({ table }) => table.rwSemaphores('R')[0]);
  reader?.acquireRead();
  reader?.acquireRead();
  reader?.releaseRead();
  reader?.releaseRead();
  writer?.acquireWrite();
  writer?.releaseWrite();
  expect(told(world.assess())).toEqual(['recursion possible', 'deadlock predicted']);
});
