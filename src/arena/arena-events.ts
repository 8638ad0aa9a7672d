import { LOCK } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { ArenaOptions } from './arena-options.ts';
import { EXIT_CLASS } from './plan-arena-locks.ts';

/**
 * Promises all events in the name of those who may signal them, before anybody could wait: a thread
 * that has not entered yet may still come and do so.
 */
export function promiseEvents(memory: SharedMemory, plan: RunPlan, options: ArenaOptions): void {
  const region = memory.region(LOCK);
  const everybody = plan.threads.map((_, index) => index);
  const indexOf = (name: string) => plan.threads.findIndex((thread) => thread.name === name);
  let exits = 0;
  plan.locks.locks.forEach(({ classIndex }, lock) => {
    const lockClass = plan.locks.classes[classIndex];
    if (lockClass?.signallers !== 'listed') return;
    const declared = options.locks[lockClass.name];
    const named =
      typeof declared === 'object' && 'signallers' in declared ? declared.signallers : undefined;
    const signallers = named?.map(indexOf) ?? everybody;
    for (const thread of lockClass.name === EXIT_CLASS ? [exits++] : signallers) {
      const at = region.at(lock) + region.word.signallers + (thread >> 5);
      memory.i32[at] = (memory.i32[at] as number) | (1 << (thread & 31));
    }
  });
}
