import type { Workload } from '../workload.ts';

/**
 * Submissions of several buffers in random order, from both sides of the sharing, and little else.
 */
export const workload: Workload = {
  name: 'submit-storm',
  summary: 'submissions of up to four buffers in random order from every device',
  source: 'igt gem_exec_parallel, xe_exec_threads; test-ww_mutex.c stress (REORDER)',
  roles: [
    {
      name: 'importer',
      worksOn: 'imported',
      weights: { submit: 70, fault: 16, 'drop-pages': 14 },
      submits: [2, 4],
      writes: 20,
    },
    {
      name: 'renderer',
      worksOn: 'native',
      weights: { submit: 70, fault: 16, 'drop-pages': 14 },
      submits: [2, 4],
      writes: 50,
    },
  ],
  defaults: {
    threads: 4,
    devices: 3,
    objects: 24,
    pagesPerObject: 6,
    sharing: 40,
    memory: 80,
  },
};
