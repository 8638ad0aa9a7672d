import { assert } from '../src/base/assert.ts';
import { UsageError } from '../src/base/errors.ts';
import { modulesOfFolder } from './module-folder.ts';
import { nearestName } from '../src/base/nearest-name.ts';
import type { Workload } from './workload.ts';

/** The workload when nobody names one. */
export const DEFAULT_WORKLOAD = 'mixed';

/** Every workload of `workloads/`, by name. Coordinator side. */
export async function allWorkloads(): Promise<Workload[]> {
  const modules = modulesOfFolder('workloads', import.meta.url);
  return Promise.all(modules.map(({ url }) => loadWorkload(url)));
}

/** @throws {UsageError} for an unknown name, with the nearest known one */
export async function findWorkload(name: string): Promise<Workload> {
  const modules = modulesOfFolder('workloads', import.meta.url);
  const found = modules.find((module) => module.name === name);
  if (found !== undefined) return loadWorkload(found.url);
  const names = modules.map((module) => module.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `no workload is named "${name}"`,
    `${nearest === null ? '' : `did you mean "${nearest}"? `}There are: ${names.join(', ')}`,
  );
}

async function loadWorkload(url: string): Promise<Workload> {
  const { workload } = (await import(url)) as { workload?: Workload };
  assert(workload !== undefined, `${url} exports no workload`);
  return workload;
}
