import { layInStrategy, scheduleRegions } from '../schedule/turnstile-memory.ts';
import { registrySizes } from '../shared/lock-registry.ts';
import { instrumentRegions } from '../shared/memory-map.ts';
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

  constructor(stage: Stage, planned: PlannedRun) {
    const { plan } = planned;
    this.stage = stage;
    this.planned = planned;
    this.memory = createSharedMemory([
      ...instrumentRegions(plan, registrySizes(plan.locks)),
      ...(plan.schedule === undefined ? [] : scheduleRegions(plan.schedule, plan.threads.length)),
      ...stage.regions,
    ]);
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
