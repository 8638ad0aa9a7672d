import { LockThread } from '../../src/lock/lock-thread.ts';
import { LockTable } from '../../src/lock/lock-table.ts';
import { registrySizes } from '../../src/shared/lock-registry.ts';
import { instrumentRegions } from '../../src/shared/memory-map.ts';
import type { LockClassPlan, RunPlan } from '../../src/shared/plan.ts';
import { createSharedMemory } from '../../src/shared/shared-memory.ts';
import { type JournalEntry, readJournal } from '../../src/validate/journal.ts';

/** Several threads of one run, all driven by the test's own thread: orders, not waits. */
export interface ValidatorWorld {
  readonly threads: readonly LockThread[];
  readonly tables: readonly LockTable[];
  findings(): JournalEntry[];
  types(): string[];
}

export function mutexClass(name: string, subclasses = 1): LockClassPlan {
  return { name, kind: 'mutex', subclasses };
}

export function createValidatorWorld(
  classes: readonly LockClassPlan[],
  options: {
    instances?: number;
    promises?: readonly (readonly string[])[];
    threads?: number;
    chains?: number;
  } = {},
): ValidatorWorld {
  const instances = options.instances ?? 2;
  const plan: RunPlan = {
    level: 'full',
    seed: 1,
    onDeadlock: 'recover',
    holdSampling: 1,
    operationsPerWorker: 0,
    ...(options.chains === undefined ? {} : { chains: options.chains }),
    threads: Array.from({ length: options.threads ?? 2 }, (_, i) => ({
      name: `worker-${i}`,
      role: 'tester',
      service: false,
    })),
    locks: {
      classes,
      locks: classes.flatMap(({ name }, classIndex) =>
        Array.from({ length: instances }, (_, i) => ({ classIndex, name: `${name}(${i})` })),
      ),
      promises: options.promises ?? [],
    },
    operations: ['idle', 'first', 'second'],
    body: '',
    bodyPlan: null,
  };
  const memory = createSharedMemory(instrumentRegions(plan, registrySizes(plan.locks)));
  const threads = plan.threads.map((_, index) => new LockThread(memory, plan, index + 1));
  return {
    threads,
    tables: threads.map((thread) => new LockTable(thread)),
    findings() {
      for (const thread of threads) thread.journal.flush();
      return readJournal(memory);
    },
    types() {
      return readJournal(memory).map(({ finding }) => finding.type);
    },
  };
}
