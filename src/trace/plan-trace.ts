import { registrySizes } from '../shared/lock-registry.ts';
import { HELD_LOCKS_MAX } from '../shared/memory-map.ts';
import type { LockClassPlan, LockPlan, RunPlan } from '../shared/plan.ts';
import type { ClassNeeds, Roster } from './roster.ts';

/** Words of shared memory for the chain automaton; when they are used up, chains are forgotten. */
const CHAIN_WORDS = 1 << 24;
/** Enough for the stacks of held locks of all tasks to be learnt anew after that. */
const CHAINS_MIN = 64;

/**
 * The plan of a run that never runs: one thread for each task, one lock for each entity of the roster,
 * at the same index.
 *
 * @param opsMax a bound on the ops of the case: a short one gets a small table of chains
 */
export function planTrace(roster: Roster, caseName: string, opsMax: number): RunPlan {
  const locks: LockPlan = {
    classes: roster.classes.map((needs) => planClass(needs, roster)),
    locks: roster.entities.map(({ name, classIndex }) => ({ classIndex, name })),
    promises: [],
  };
  const tasks = roster.tasks.length === 0 ? ['T0'] : roster.tasks;
  const fitting = Math.floor(CHAIN_WORDS / (registrySizes(locks).slots + 1));
  const heldMax = HELD_LOCKS_MAX * tasks.length;
  return {
    level: 'order',
    seed: 1,
    onDeadlock: 'recover',
    holdSampling: 1,
    chains: Math.max(Math.min(opsMax, fitting), CHAINS_MIN) + 2 * heldMax,
    operationsPerWorker: 0,
    threads: tasks.map((name) => ({ name, role: name, service: false })),
    locks,
    operations: [caseName],
    body: '',
    bodyPlan: null,
  };
}

function planClass(needs: ClassNeeds, { classes }: Roster): LockClassPlan {
  const { name, family, recursiveReaders, subclasses } = needs;
  const nestUnder = [...needs.nestUnder].map((index) => (classes[index] as ClassNeeds).name);
  return { name, kind: kindOf(family, recursiveReaders), subclasses, nestUnder };
}

/** A reader that waits behind writers needs no more than a semaphore's rules. */
function kindOf(family: ClassNeeds['family'], recursiveReaders: boolean): LockClassPlan['kind'] {
  switch (family) {
    case 'exclusive':
      return 'mutex';
    case 'reader-writer':
      return recursiveReaders ? 'rw-spinlock' : 'rw-semaphore';
    case 'ww':
      return 'ww-mutex';
    case 'context':
    case 'reclaim':
      return 'pseudo';
  }
}
