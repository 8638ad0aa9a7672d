import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../src/run/stage.ts';
import type { ThreadPlan } from '../src/shared/plan.ts';
import { auditStack } from './audit-stack.ts';
import type { CatalogDesign } from './design-catalog.ts';
import { planLocks } from './design-locks.ts';
import { initialiseStack } from './initialise-stack.ts';
import { stackRegions } from './memory-map.ts';
import { chooseSizes, planStack, sharedObjects } from './plan-stack.ts';
import type { ActorPlan, Post } from './post.ts';
import { reclaimTotals } from './reclaim-totals.ts';
import type { StackPlan } from './stack-plan.ts';
import { type SwapFile, createSwapFile } from './swap.ts';
import { OPERATIONS, type Workload, type WorkloadSizes } from './workload.ts';

/** What people may choose; sizes that they leave out are the workload's defaults. */
export interface StackStageOptions extends Partial<WorkloadSizes> {
  readonly design: CatalogDesign;
  readonly workload: Workload;
}

const SERVICES: readonly Post[] = [{ kind: 'kswapd' }, { kind: 'engine', index: 0 }];

/**
 * A run over the emulated stack: one design under one workload. Its threads are the workers, then
 * kswapd, then the engine.
 *
 * @throws {UsageError} where a size makes no sense
 */
export function createStackStage(options: StackStageOptions): Stage {
  const { design, workload } = options;
  const sizes = chooseSizes(workload, options);
  const stack = planStack(workload, sizes, SERVICES.length, design.url);
  const posts = [...workerPosts(workload, sizes, stack), ...SERVICES];
  const bodyPlan: ActorPlan = { stack, posts };
  const threads = nameThreads(posts);
  const locks = planLocks(stack, design.design);
  let swap: SwapFile | null = null;
  return {
    name: design.design.name,
    threads,
    locks,
    operations: OPERATIONS,
    regions: stackRegions(stack),
    body: new URL(`./actor${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
      .href,
    bodyPlan,
    initialise(memory) {
      swap = createSwapFile(join(tmpdir(), `lockyard-${randomUUID()}.swap`));
      initialiseStack(memory, stack, swap.descriptor);
    },
    audit: (memory, complete) => auditStack(memory, { stack, threads, locks }, complete),
    reclaim: reclaimTotals,
    close() {
      swap?.close();
      swap = null;
    },
  };
}

/** Importing clients are dealt to the importing devices in turn. */
function workerPosts(workload: Workload, sizes: WorkloadSizes, stack: StackPlan): Post[] {
  const importers = stack.devices - stack.firstImporter;
  const deviceOfClient = new Map<number, number>();
  return Array.from({ length: sizes.threads }, (_, worker): Post => {
    const role = workload.roles[worker % workload.roles.length];
    const client = worker % stack.clients;
    if (role.worksOn === 'imported' && !deviceOfClient.has(client)) {
      deviceOfClient.set(client, stack.firstImporter + (deviceOfClient.size % importers));
    }
    const device = deviceOfClient.get(client) ?? 0;
    return { kind: 'worker', role, device, shared: sharedObjects(sizes) };
  });
}

/** `importer-0`, `importer-1`, `exporter-0`, `kswapd`, `engine-0`. */
function nameThreads(posts: readonly Post[]): ThreadPlan[] {
  const counts = new Map<string, number>();
  return posts.map((post) => {
    if (post.kind === 'kswapd') return { name: 'kswapd', role: 'kswapd', service: true };
    if (post.kind === 'engine') {
      return { name: `engine-${post.index}`, role: 'engine', service: true };
    }
    const role = post.role.name;
    const number = counts.get(role) ?? 0;
    counts.set(role, number + 1);
    return { name: `${role}-${number}`, role, service: false };
  });
}
