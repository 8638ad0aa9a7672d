import { expect, test } from 'vitest';
import { createActor } from '../../../emulator/actor.ts';
import { findDesign } from '../../../emulator/design-catalog.ts';
import { Kswapd } from '../../../emulator/kswapd.ts';
import { POOL } from '../../../emulator/memory-map.ts';
import type { PagePool } from '../../../emulator/page-pool.ts';
import type { ActorPlan, Post } from '../../../emulator/post.ts';
import type { Reaper } from '../../../emulator/reaper.ts';
import type { Shrinker } from '../../../emulator/shrinker.ts';
import { StackCore } from '../../../emulator/stack-core.ts';
import { StackFixture } from './stack-fixture.ts';

test.each([
  ['reclaim', { kind: 'kswapd' }],
  ['gpu-job', { kind: 'engine', index: 0 }],
] as const)('a service announces what it does: %s', async (operation, post: Post) => {
  const fixture = new StackFixture();
  const [thread] = fixture.threads;
  const { url } = await findDesign('merged');
  const plan: ActorPlan = { stack: { ...fixture.plan, designFile: url }, posts: [post] };
  const actor = await createActor(thread, plan);
  expect(actor.perform()).toBe('idle');
  expect(thread.threadState().operation).toBe(operation);
  expect(thread.operations).toBe(0);
  actor.leave?.();
  expect(fixture.audit().findings).toEqual([]);
});

test('kswapd looks at the watermark once more when it is known to sleep', () => {
  const fixture = new StackFixture();
  const region = fixture.memory.region(POOL);
  const asleep: number[] = [];
  const pool = {
    // Memory falls between the first look and the second one: nobody will wake it.
    isBelow() {
      asleep.push(fixture.memory.i32[region.base + region.word.kswapdAsleep]);
      return asleep.length > 1;
    },
  };
  const core = new StackCore(fixture.threads[0], fixture.plan);
  const shrinker = { freedPages: 1, scan: () => 'done' };
  const kswapd = new Kswapd(
    core,
    pool as unknown as PagePool,
    shrinker as unknown as Shrinker,
    { settle: () => undefined } as unknown as Reaper,
  );
  expect(kswapd.round()).toBe('worked');
  expect(asleep).toEqual([0, 1, 0]);
  fixture.audit();
});
