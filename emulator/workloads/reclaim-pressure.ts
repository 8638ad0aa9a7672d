import type { Workload } from '../workload.ts';

/** Twice as much work as memory: everybody allocates, and whoever allocates reclaims. */
export const workload: Workload = {
  name: 'reclaim-pressure',
  summary: 'working set twice the memory; kswapd and direct reclaim run all the time',
  source: 'igt gem_shrink@{mmap-gtt,execbufN,reclaim}, msm_shrink, prime_vgem@shrink',
  roles: [
    {
      name: 'exporter',
      worksOn: 'native',
      weights: { fault: 45, 'cpu-access': 20, submit: 25, 'drop-pages': 6, madvise: 4 },
      submits: [2, 4],
      writes: 60,
    },
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { fault: 40, 'cpu-access': 10, submit: 40, 'drop-pages': 10 },
      submits: [2, 4],
      writes: 30,
    },
  ],
  defaults: {
    threads: 4,
    devices: 2,
    objects: 48,
    pagesPerObject: 8,
    sharing: 50,
    memory: 50,
  },
};
