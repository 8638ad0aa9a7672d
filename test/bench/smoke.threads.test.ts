import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Small runs of the benchmarks, so that none rots; their figures are not judged here. */
async function bench(name: string, ...options: string[]): Promise<string> {
  const file = fileURLToPath(new URL(`../../dist/bench/${name}.js`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...options]);
  return stdout;
}

it('detection: one verdict a ring, none in ordered traffic', async () => {
  const told = await bench('detection', '50', '200000');
  for (const threads of [2, 3, 8]) {
    expect(told).toMatch(new RegExp(`ring of ${threads}, staged: 50 verdicts in 50 rounds`));
    expect(told).toMatch(new RegExp(`ring of ${threads}, race: 50 verdicts in 50 rounds`));
  }
  expect(told).toMatch(/had to wait; 0 deadlock verdicts, 0 findings/);
});

it('locks: every kind is measured beside the raw mutex', async () => {
  const told = await bench('locks', '1');
  const lines = told.split('\n').filter((line) => / \d+\.\d\s+\d+\.\d{3} /.test(line));
  expect(lines).toHaveLength(told.includes('no pthread peer') ? 10 : 12);
  for (const form of ['Mutex', 'Semaphore']) expect(told).toContain(`\nmultithreading ${form} `);
  expect(told).toMatch(/full is \d\.\d{3} of V8 Atomics\.Mutex/);
});

it('contended: ours is held against the best of the others, in every cell', async () => {
  const told = await bench('contended', '1', '10', 'lockyard full,futex,multithreading');
  for (const threads of [2, 4, 8]) {
    expect(told).toContain(`${threads} threads, thousand acquisitions/s`);
    for (const work of ['0', '0.1', '1', '10']) {
      expect(told).toMatch(
        new RegExp(`^${threads} threads, ${work} us +[\\d.]+ +.* (futex, |multithreading )`, 'm'),
      );
    }
  }
});

it('overhead: both levels of a run are measured in pairs', async () => {
  const told = await bench('overhead', 'small-bo-mmap', '1', 'merged');
  expect(told).toMatch(/merged on small-bo-mmap: full \d+\/s, off \d+\/s/);
});

it('prediction: every kind of trace is judged', async () => {
  const told = await bench('prediction', '20000', '4', '1');
  for (const kind of ['paths', 'mixed', 'harmless']) expect(told).toContain(kind);
});

it('instances: few and many locks are measured at each level, beside what memory alone costs', async () => {
  const told = await bench('instances', '1', '3');
  const lines = told.split('\n').filter((line) => /( +\d+\.\d){2} +\d+\.\d{3} /.test(line));
  expect(lines).toHaveLength(12);
  expect(told).toMatch(/order graph of 100 classes with 8 subclasses each: 5\.1 MB/);
});

it('schedules: threads under the turnstile run as many as they are asked for', async () => {
  const told = await bench('schedules', '400', '1');
  for (const threads of [2, 4]) {
    expect(told).toMatch(new RegExp(`${threads} threads x 20 points: [\\d,]+ \\.\\. `));
  }
});
