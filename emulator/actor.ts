import { assert } from '../src/base/assert.ts';
import type { Actor } from '../src/thread/actor.ts';
import type { ThreadContext } from '../src/thread/thread-context.ts';
import { loadDesign } from './load-design.ts';
import type { ActorPlan } from './post.ts';
import { Worker } from './roles/worker.ts';
import { Stack } from './stack.ts';
import { POOL } from './memory-map.ts';
import { swapDevice } from './swap.ts';
import { OPERATION_NUMBER } from './workload.ts';

/**
 * The body of every thread of a run over the emulated stack: a worker, kswapd or an engine, as the
 * thread's post says.
 */
export async function createActor(thread: ThreadContext, bodyPlan: unknown): Promise<Actor> {
  const plan = bodyPlan as ActorPlan;
  const post = plan.posts[thread.id - 1];
  assert(post !== undefined, `thread ${thread.id} has no post`);
  const design = await loadDesign(plan.stack.designFile);
  const pool = thread.memory.region(POOL);
  const swapFile = thread.i32[pool.base + pool.word.swapFile] - 1;
  const swap = swapDevice(swapFile, thread.memory.u8);
  const stack = new Stack(thread, plan.stack, design, swap);
  switch (post.kind) {
    case 'worker':
      return new Worker(thread, stack, post, plan.stack.objects);
    case 'kswapd':
      // Announced, not counted: rounds of a service are no operations.
      thread.beginOperation(OPERATION_NUMBER.reclaim);
      return { perform: () => stack.kswapd.round(), leave: () => stack.leave() };
    case 'engine':
      thread.beginOperation(OPERATION_NUMBER['gpu-job']);
      return engineActor(stack, post.index);
  }
}

/** Runs jobs until the last worker has left, then what is still queued. */
function engineActor(stack: Stack, index: number): Actor {
  const engine = stack.openEngine(index);
  return {
    perform: () => engine.round(),
    leave() {
      engine.drain();
      stack.leave();
    },
  };
}
