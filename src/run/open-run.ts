import { layInStrategy, scheduleRegions } from '../schedule/turnstile-memory.ts';
import { registrySizes } from '../shared/lock-registry.ts';
import { instrumentRegions } from '../shared/memory-map.ts';
import { createCompiledMemory } from '../shared/compiled-memory.ts';
import type { MemoryBank } from '../shared/linear-memory.ts';
import type { ThreadTask } from '../shared/plan.ts';
import { type SharedMemory, createSharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import { primeOrders } from '../validate/prime-orders.ts';
import { ControlPanel } from './control-panel.ts';
import type { CrewRun } from './crew-run.ts';
import type { PlannedRun } from './plan-run.ts';
import { RunSampler } from './run-sampler.ts';
import type { Stage } from './stage.ts';

/** The coordinator's view of one run, from its memory to its threads. */
export class OpenRun {
  readonly stage: Stage;
  readonly planned: PlannedRun;
  readonly memory: SharedMemory;
  readonly control: ControlPanel;
  readonly sampler: RunSampler;
  readonly #bank: MemoryBank;

  /** `bank`: lends the memory, and gets it back by `end`. */
  constructor(stage: Stage, planned: PlannedRun, bank: MemoryBank) {
    const { plan } = planned;
    this.#bank = bank;
    this.stage = stage;
    this.planned = planned;
    const regions = [
      ...instrumentRegions(plan, registrySizes(plan.locks)),
      ...(plan.schedule === undefined ? [] : scheduleRegions(plan.schedule, plan.threads.length)),
      ...stage.regions,
    ];
    // Under control every lock is observed, which compiled code does not do.
    this.memory =
      plan.schedule === undefined
        ? createCompiledMemory(regions, bank)
        : createSharedMemory(regions);
    primeOrders(new Evidence(this.memory, plan));
    if (plan.schedule !== undefined) layInStrategy(this.memory, plan.schedule);
    stage.initialise(this.memory);
    this.control = new ControlPanel(this.memory);
    this.sampler = new RunSampler(this.memory, plan, stage, this.control);
  }

  get tasks(): ThreadTask[] {
    const { plan } = this.planned;
    return plan.threads.map((_thread, threadIndex) => ({
      memory: this.memory.handle,
      plan,
      threadIndex,
    }));
  }

  /** All threads have ended by themselves, and nothing of the memory is wanted any more. */
  end(): void {
    const { linear, layout } = this.memory.handle;
    if (linear !== null) this.#bank.giveBack(linear, layout.words * 4);
  }

  get workerCount(): number {
    return this.planned.plan.threads.filter((thread) => !thread.service).length;
  }

  /** No worker is left; services may still be. */
  workersGone(threads: CrewRun): boolean {
    const { plan } = this.planned;
    if (this.control.liveWorkers === 0) return true;
    return plan.threads.every(({ service }, i) => service || threads.endingOf(i) !== 'running');
  }
}
