import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditStack } from '../../../emulator/audit-stack.ts';
import { planLocks } from '../../../emulator/design-locks.ts';
import { design as merged } from '../../../emulator/designs/merged.ts';
import { initialiseStack } from '../../../emulator/initialise-stack.ts';
import type { LockingDesign } from '../../../emulator/locking-design.ts';
import { OBJECT, stackRegions } from '../../../emulator/memory-map.ts';
import type { StackPlan } from '../../../emulator/stack-plan.ts';
import { Stack } from '../../../emulator/stack.ts';
import { type SwapFile, createSwapFile, swapDevice } from '../../../emulator/swap.ts';
import { OPERATIONS } from '../../../emulator/workload.ts';
import { registrySizes } from '../../../src/shared/lock-registry.ts';
import { instrumentRegions } from '../../../src/shared/memory-map.ts';
import type { InstrumentationLevel, RunPlan } from '../../../src/shared/plan.ts';
import { type SharedMemory, createSharedMemory } from '../../../src/shared/shared-memory.ts';
import { readJournal } from '../../../src/validate/journal.ts';
import { ThreadContext } from '../../../src/thread/thread-context.ts';
import type { Integrity } from '../../../src/run/stage.ts';

const SMALL: StackPlan = {
  threads: 3,
  devices: 3,
  nativeDevices: 1,
  firstImporter: 1,
  clients: 2,
  objects: 8,
  importedSlots: 8,
  pagesPerObject: 4,
  poolPages: 64,
  minPages: 4,
  lowPages: 8,
  highPages: 16,
  swapPages: 64,
  engines: 1,
  ringSlots: 4,
  objectsPerJob: 4,
  designFile: '',
  workload: 'test',
};

export interface FixtureOptions extends Partial<StackPlan> {
  readonly design?: LockingDesign;
  readonly level?: InstrumentationLevel;
}

/**
 * A stack of several threads, all of them played by one: as long as nobody needs a lock that another
 * one holds, their operations can be interleaved at will. Thread `i` acts for client `i % clients`.
 */
export class StackFixture {
  readonly plan: StackPlan;
  readonly run: RunPlan;
  readonly memory: SharedMemory;
  readonly threads: readonly ThreadContext[];
  readonly stacks: readonly Stack[];
  readonly #swap: SwapFile;

  constructor({ design = merged as LockingDesign, level = 'full', ...sizes }: FixtureOptions = {}) {
    this.#swap = createSwapFile(join(tmpdir(), `lockyard-test-${randomUUID()}.swap`));
    this.plan = { ...SMALL, ...sizes };
    const run = this.#runPlan(design, level);
    this.run = run;
    this.memory = createSharedMemory([
      ...instrumentRegions(run, registrySizes(run.locks)),
      ...stackRegions(this.plan),
    ]);
    initialiseStack(this.memory, this.plan, this.#swap.descriptor);
    this.threads = run.threads.map((_, index) => new ThreadContext(this.memory, run, index));
    this.stacks = this.threads.map(
      (thread) =>
        new Stack(thread, this.plan, design, swapDevice(this.#swap.descriptor, this.memory.u8)),
    );
  }

  /** Ends all threads and audits what they left. */
  audit(complete = true): Integrity {
    for (const stack of this.stacks) stack.leave();
    const { threads, locks } = this.run;
    const integrity = auditStack(this.memory, { stack: this.plan, threads, locks }, complete);
    this.#swap.close();
    return integrity;
  }

  /** Gives back pins that a test took through the steps. */
  unpin(object: number, count: number): void {
    this.poke(object, 'pins', this.#peek(object, 'pins') - count);
  }

  /** Damages a word of an object's record. */
  poke(object: number, name: keyof typeof OBJECT.words, value: number): void {
    const region = this.memory.region(OBJECT);
    this.memory.i32[region.at(object) + region.word[name]] = value;
  }

  /** Keys of the findings that the threads reported. */
  findings(): string[] {
    for (const thread of this.threads) thread.flush();
    return readJournal(this.memory).map(({ finding }) => finding.key);
  }

  #peek(object: number, name: keyof typeof OBJECT.words): number {
    const region = this.memory.region(OBJECT);
    return this.memory.i32[region.at(object) + region.word[name]];
  }

  #runPlan(design: LockingDesign, level: InstrumentationLevel): RunPlan {
    return {
      level,
      seed: 1,
      onDeadlock: 'recover',
      holdSampling: 1024,
      operationsPerWorker: 0,
      threads: Array.from({ length: this.plan.threads }, (_, index) => ({
        name: `thread-${index}`,
        role: 'worker',
        service: false,
      })),
      locks: planLocks(this.plan, design),
      operations: OPERATIONS,
      body: '',
      bodyPlan: null,
    };
  }
}
