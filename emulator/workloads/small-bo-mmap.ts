import type { Workload } from '../workload.ts';

/**
 * The test whose CI run started it all: small tiled objects are written and read back through the
 * mapping, while an importer maps and submits them.
 */
export const workload: Workload = {
  name: 'small-bo-mmap',
  summary: 'small objects written and read through the mapping while an importer submits them',
  source: 'igt gem_mmap_gtt@basic-small-bo-tiledX, Patchwork_9705 (fi-cfl-8700k)',
  roles: [
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { fault: 38, submit: 40, 'drop-pages': 22 },
      submits: [2, 4],
      writes: 20,
    },
    {
      name: 'mmap-client',
      worksOn: 'native',
      weights: { fault: 70, submit: 15, 'drop-pages': 12, remap: 3 },
      submits: [2, 3],
      writes: 60,
    },
  ],
  defaults: {
    threads: 4,
    devices: 2,
    objects: 24,
    pagesPerObject: 8,
    sharing: 25,
    memory: 80,
  },
};
