import { createArena, findingText } from 'lockyard';
import { Worker } from 'node:worker_threads';

const arena = createArena({
  threads: ['importer', 'submitter'],
  operations: ['import', 'submit'],
  locks: {
    'obj->mm.lock': 'mutex',
    reservation: 'mutex',
    'has its first lock': { kind: 'completion', instances: ['importer', 'submitter'] },
  },
});

await Promise.all(['importer', 'submitter'].map(run));

for (const found of arena.findings()) console.log(`\n${findingText(found, 'two-workers')}`);
console.log(`\n${arena.deadlocks} deadlock confirmed`);
for (const line of arena.stats().filter(({ kind }) => kind === 'mutex')) {
  const microseconds = (line.waitNsMax / 1000).toFixed(0);
  console.log(
    `${line.class}: ${line.acquisitions} acquisitions, ${line.contentions} of them had to wait, ` +
      `${microseconds} µs at the most`,
  );
}

/** Until that worker has ended. */
function run(name) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: { arena: arena.handle, name },
  });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      arena.workerExited(name); // matters only where a worker is terminated
      resolve();
    });
  });
}
