import { assessFindings } from '../../../src/run/assess/assess-findings.ts';
import { LockTable } from '../../../src/lock/lock-table.ts';
import { LockThread } from '../../../src/lock/lock-thread.ts';
import { registrySizes } from '../../../src/shared/lock-registry.ts';
import { instrumentRegions } from '../../../src/shared/memory-map.ts';
import type { LockClassPlan, LockInstancePlan, RunPlan } from '../../../src/shared/plan.ts';
import { type SharedMemory, createSharedMemory } from '../../../src/shared/shared-memory.ts';
import { ThreadEvents } from '../../../src/thread/thread-events.ts';
import type { Finding } from '../../../src/validate/finding.ts';
import { readJournal } from '../../../src/validate/journal.ts';

/** A thread of the world: the test's own thread plays all of them, one after the other. */
export interface RecordedThread {
  readonly table: LockTable;
  readonly events: ThreadEvents;
}

export interface RecordingWorld {
  readonly memory: SharedMemory;
  readonly plan: RunPlan;
  readonly threads: readonly RecordedThread[];
  /** Findings as a run would tell them. */
  assess(): Finding[];
}

export interface RecordingOptions {
  /** name: class, or class and order key. */
  readonly locks: Readonly<Record<string, string | readonly [className: string, key: number]>>;
  readonly classes: readonly LockClassPlan[];
  readonly threads?: number;
  readonly events?: number;
}

export function createRecordingWorld(options: RecordingOptions): RecordingWorld {
  const plan = planOf(options);
  const memory = createSharedMemory(instrumentRegions(plan, registrySizes(plan.locks)));
  const threads = plan.threads.map((_, index) => {
    const thread = new LockThread(memory, plan, index + 1);
    if (thread.events === null) throw new Error('the world records nothing');
    return { table: new LockTable(thread), events: new ThreadEvents(thread.events, index + 1) };
  });
  return {
    memory,
    plan,
    threads,
    assess: () => assessFindings(memory, plan, readJournal(memory)).map(({ finding }) => finding),
  };
}

/** `type level` or `type level reason` of each finding, in order. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ type, level, rejection }) =>
    [type, level, ...(rejection === undefined ? [] : [rejection.reason])].join(' '),
  );
}

function planOf({ locks, classes, threads = 2, events = 1024 }: RecordingOptions): RunPlan {
  const instances = Object.entries(locks).map(([name, where]): LockInstancePlan => {
    const [className, key] = typeof where === 'string' ? [where] : where;
    const classIndex = classes.findIndex((lockClass) => lockClass.name === className);
    return { classIndex, name, ...(key === undefined ? {} : { orderKey: key }) };
  });
  return {
    ...{ level: 'full', seed: 1, onDeadlock: 'recover', holdSampling: 1, operationsPerWorker: 0 },
    events,
    threads: Array.from({ length: threads }, (_, i) => ({
      ...{ name: `T${i + 1}`, role: 'tester', service: false },
    })),
    locks: { classes, locks: instances, promises: [] },
    ...{ operations: ['idle'], body: '', bodyPlan: null },
  };
}
