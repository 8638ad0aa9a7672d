import type { Workload } from '../workload.ts';

/**
 * All roles side by side: two importing devices, an exporter that renders itself, little memory.
 */
export const workload: Workload = {
  name: 'mixed',
  summary: 'importers, a renderer and an exporter under memory pressure; the default',
  source: 'igt gem_shrink, prime_vgem, gem_mmap_gtt and gem_exec_* taken together',
  roles: [
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { fault: 30, 'cpu-access': 10, submit: 40, 'drop-pages': 16, close: 2, remap: 2 },
      submits: [2, 4],
      writes: 30,
    },
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { fault: 20, 'cpu-access': 10, submit: 50, 'drop-pages': 16, close: 2, remap: 2 },
      submits: [2, 4],
      writes: 30,
    },
    {
      name: 'compositor',
      worksOn: 'imported',
      weights: { fault: 40, submit: 40, 'drop-pages': 18, close: 2 },
      submits: [2, 3],
      writes: 10,
    },
    {
      name: 'exporter',
      worksOn: 'native',
      weights: {
        fault: 25,
        'cpu-access': 20,
        submit: 30,
        'drop-pages': 15,
        madvise: 4,
        export: 4,
        recreate: 2,
      },
      submits: [2, 4],
      writes: 50,
    },
  ],
  defaults: {
    threads: 4,
    devices: 3,
    objects: 32,
    pagesPerObject: 8,
    sharing: 40,
    memory: 75,
  },
};
