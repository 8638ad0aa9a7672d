import type { Workload } from '../workload.ts';

/**
 * A steady pipeline: one device fills buffers, two others read them; little is evicted or closed.
 */
export const workload: Workload = {
  name: 'prime-share',
  summary: 'one device renders, two others import every buffer and read it; little eviction',
  source: 'igt prime_vgem (basic-fence-*, coherency-*), prime_busy',
  roles: [
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { fault: 20, 'cpu-access': 20, submit: 54, 'drop-pages': 6 },
      submits: [2, 3],
      writes: 10,
    },
    {
      name: 'exporter',
      worksOn: 'native',
      weights: { fault: 15, 'cpu-access': 25, submit: 52, 'drop-pages': 6, export: 2 },
      submits: [2, 3],
      writes: 70,
    },
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { fault: 30, 'cpu-access': 20, submit: 44, 'drop-pages': 6 },
      submits: [2, 3],
      writes: 10,
    },
  ],
  defaults: {
    threads: 4,
    devices: 3,
    objects: 24,
    pagesPerObject: 8,
    sharing: 100,
    memory: 130,
  },
};
