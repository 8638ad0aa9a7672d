import type { Workload } from '../workload.ts';

/** Export, close and reimport race with each other, with use, and with the exporter's own close. */
export const workload: Workload = {
  name: 'import-churn',
  summary: 'export, close and reimport racing with faults, submissions and eviction',
  source: 'igt prime_self_import@{export,reimport}-vs-gem_close-race, gem_close_race',
  roles: [
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { close: 12, fault: 30, submit: 36, 'drop-pages': 18, remap: 4 },
      submits: [2, 4],
      writes: 30,
    },
    {
      name: 'exporter',
      worksOn: 'native',
      weights: { export: 15, recreate: 10, fault: 25, submit: 30, 'drop-pages': 12, madvise: 8 },
      submits: [2, 3],
      writes: 50,
    },
  ],
  defaults: {
    threads: 4,
    devices: 3,
    objects: 24,
    pagesPerObject: 6,
    sharing: 25,
    memory: 80,
  },
};
