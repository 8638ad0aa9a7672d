import { LockThread } from '../../src/lock/lock-thread.ts';
import { LockTable } from '../../src/lock/lock-table.ts';
import { registrySizes } from '../../src/shared/lock-registry.ts';
import { instrumentRegions } from '../../src/shared/memory-map.ts';
import type { InstrumentationLevel, LockClassPlan, RunPlan } from '../../src/shared/plan.ts';
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

interface ValidatorWorldOptions {
  readonly instances?: number;
  readonly promises?: readonly (readonly string[])[];
  readonly threads?: number;
  readonly chains?: number;
  readonly level?: InstrumentationLevel;
}

export function createValidatorWorld(
  classes: readonly LockClassPlan[],
  options: ValidatorWorldOptions = {},
): ValidatorWorld {
  const plan = planOf(classes, options);
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

function planOf(classes: readonly LockClassPlan[], options: ValidatorWorldOptions): RunPlan {
  const { instances = 2, threads = 2, promises = [], chains, level = 'full' } = options;
  const locks = classes.flatMap(({ name }, classIndex) =>
    Array.from({ length: instances }, (_, i) => ({ classIndex, name: `${name}(${i})` })),
  );
  return {
    level,
    seed: 1,
    onDeadlock: 'recover',
    holdSampling: 1,
    operationsPerWorker: 0,
    ...(chains === undefined ? {} : { chains }),
    threads: Array.from({ length: threads }, (_, i) => ({
      name: `worker-${i}`,
      role: 'tester',
      service: false,
    })),
    locks: { classes, locks, promises },
    operations: ['idle', 'first', 'second'],
    body: '',
    bodyPlan: null,
  };
}
