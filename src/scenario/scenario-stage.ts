import type { Stage } from '../run/stage.ts';
import { type ProgramScenario, planLocks } from './plan-locks.ts';
import { ROUND } from './play/round-barrier.ts';
import { START } from './play/start-board.ts';

/** A run of a scenario: each of its threads on a thread of its own, round after round. */
export function createScenarioStage(scenario: ProgramScenario): Stage {
  const { name, file, locks, threads, reclaim, primes } = scenario;
  const bodyPlan: ProgramScenario = { name, file, locks, threads, reclaim, primes };
  return {
    name,
    threads: threads.map((thread) => ({ name: thread.name, role: 'thread', service: false })),
    locks: planLocks(scenario),
    // One for each thread, so that the places where they do the same are told apart.
    operations: ['idle', ...threads.map(() => name)],
    regions: [
      { spec: ROUND, records: 1 },
      { spec: START, records: threads.length },
    ],
    body: new URL(`./actor${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
      .href,
    bodyPlan,
    initialise: () => undefined,
    audit: () => ({ checked: 0, corrupted: 0, findings: [] }),
    reclaim: () => ({ pages: 0, skippedBusy: 0, direct: 0, kswapd: 0 }),
  };
}
