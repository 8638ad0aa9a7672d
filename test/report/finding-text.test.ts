import { expect, test } from 'vitest';
import { findingText } from '../../src/report/finding-text.ts';
import type { Finding } from '../../src/validate/finding.ts';
import { findingOf, lockOf, stateOf, stepOf } from './fixtures/findings.ts';

const CONTEXT = {
  where: 'lockyard 0.1.0, design resv-in-map, workload mixed',
  level: 'full',
} as const;
const RESV = 'reservation_ww_class_mutex';
const MM = 'obj->mm.lock';

function tell(finding: Finding, count = 1): string {
  return `\n${findingText(finding, count, CONTEXT)}\n`;
}

/** importer-2 holds its M and wants R, while exporter-1 showed R > M before. */
const inversion = findingOf({
  type: 'circular',
  level: 'possible',
  cycle: [
    stepOf(MM, RESV, {
      thread: 'importer-2',
      operation: 'fault',
      site: ['mapAttachment (designs/resv-in-map.js:40)', 'fault (roles/importer.js:12)'],
      heldSite: ['getPages (designs/resv-in-map.js:21)'],
    }),
    stepOf(RESV, MM, {
      site: ['getPages (designs/resv-in-map.js:21)'],
      heldSite: ['submit (designs/resv-in-map.js:60)'],
    }),
  ],
  threads: [
    stateOf('importer-2', {
      holds: [
        lockOf('mmap_lock(2)', ['fault (emulator/fault.js:9)'], { mode: 'shared' }),
        lockOf(`${MM}(display:7)`, ['getPages (designs/resv-in-map.js:21)']),
      ],
      wants: lockOf(`${RESV}(camera:7)`, [
        'mapAttachment (designs/resv-in-map.js:40)',
        'fault (roles/importer.js:12)',
      ]),
    }),
  ],
});

const INVERSION_TOLD = `
======================================================
WARNING: possible circular locking dependency detected
lockyard 0.1.0, design resv-in-map, workload mixed
------------------------------------------------------
importer-2/fault is trying to acquire lock:
reservation_ww_class_mutex(camera:7) (reservation_ww_class_mutex), at: mapAttachment (designs/resv-in-map.js:40)

but task is already holding lock:
obj->mm.lock(display:7) (obj->mm.lock), at: getPages (designs/resv-in-map.js:21)

which lock already depends on the new lock.

the existing dependency chain (in reverse order) is:

-> #1 (obj->mm.lock):
       getPages (designs/resv-in-map.js:21)

-> #0 (reservation_ww_class_mutex):
       mapAttachment (designs/resv-in-map.js:40)
       fault (roles/importer.js:12)

other info that might help us debug this:

 Possible unsafe locking scenario:

       CPU0                    CPU1
       ----                    ----
  lock(obj->mm.lock);
                               lock(reservation_ww_class_mutex);
                               lock(obj->mm.lock);
  lock(reservation_ww_class_mutex);

 *** DEADLOCK ***

2 locks held by importer-2/fault:
 #0: mmap_lock(2) (mmap_lock){shared}, at: fault (emulator/fault.js:9)
 #1: obj->mm.lock(display:7) (obj->mm.lock), at: getPages (designs/resv-in-map.js:21)

stack backtrace:
 mapAttachment (designs/resv-in-map.js:40)
 fault (roles/importer.js:12)

who made each dependency, and where the first lock of it had been taken:
  reservation_ww_class_mutex --> obj->mm.lock: exporter-1 in submit
      reservation_ww_class_mutex at: submit (designs/resv-in-map.js:60)
      obj->mm.lock at: getPages (designs/resv-in-map.js:21)
  obj->mm.lock --> reservation_ww_class_mutex: importer-2 in fault
      obj->mm.lock at: getPages (designs/resv-in-map.js:21)
      reservation_ww_class_mutex at: mapAttachment (designs/resv-in-map.js:40)

seen in 12 chains of locks, first after 1,234 operations
`;

test('a circular order is told in the order of the kernel', () => {
  expect(tell(inversion, 12)).toBe(INVERSION_TOLD);
});

test('three classes and more spell their chain out, wanted class first', () => {
  const finding = findingOf({
    type: 'circular',
    level: 'possible',
    cycle: [stepOf('fs_reclaim', `${MM}/2`), stepOf(`${MM}/2`, RESV), stepOf(RESV, 'fs_reclaim')],
    threads: [
      stateOf('kswapd', {
        role: 'kswapd',
        operation: 'idle',
        holds: [lockOf('fs_reclaim', [])],
        wants: lockOf(`${MM}(camera:1)`, [], { subclass: 2 }),
      }),
    ],
  });
  const told = tell(finding);
  expect(told).toContain(`
Chain exists of:
  obj->mm.lock/2 --> reservation_ww_class_mutex --> fs_reclaim
`);
  expect(told).toContain(`
  lock(fs_reclaim);
                               lock(reservation_ww_class_mutex);
                               lock(fs_reclaim);
  lock(obj->mm.lock/2);
`);
  expect(told.match(/^-> #\d.*/gm)).toEqual([
    '-> #2 (fs_reclaim):',
    '-> #1 (reservation_ww_class_mutex):',
    '-> #0 (obj->mm.lock/2):',
  ]);
});

test('a recursion has one CPU and the hint of the kernel', () => {
  const finding = findingOf({
    type: 'recursion',
    level: 'possible',
    threads: [
      stateOf('importer-1', {
        operation: 'submit',
        holds: [lockOf(`${RESV}(camera:1)`, ['submit (designs/unordered-submit.js:8)'])],
        wants: lockOf(`${RESV}(camera:2)`, ['submit (designs/unordered-submit.js:8)']),
      }),
    ],
  });
  expect(tell(finding)).toBe(`
==================================================
WARNING: possible recursive locking detected
lockyard 0.1.0, design resv-in-map, workload mixed
--------------------------------------------------
importer-1/submit is trying to acquire lock:
reservation_ww_class_mutex(camera:2) (reservation_ww_class_mutex), at: submit (designs/unordered-submit.js:8)

but task is already holding lock:
reservation_ww_class_mutex(camera:1) (reservation_ww_class_mutex), at: submit (designs/unordered-submit.js:8)

other info that might help us debug this:
 Possible unsafe locking scenario:

       CPU0
       ----
  lock(reservation_ww_class_mutex);
  lock(reservation_ww_class_mutex);

 *** DEADLOCK ***

 May be due to missing lock nesting notation

1 lock held by importer-1/submit:
 #0: reservation_ww_class_mutex(camera:1) (reservation_ww_class_mutex), at: submit (designs/unordered-submit.js:8)

stack backtrace:
 submit (designs/unordered-submit.js:8)

seen in 1 chain of locks, first after 1,234 operations
`);
});

test('a bad unlock and locks held at the end name the lock and the place', () => {
  const unlock = findingOf({
    type: 'bad-unlock',
    locks: [{ class: MM, name: `${MM}(camera:1)` }],
    threads: [stateOf('importer-1', {})],
    details: ['evict (designs/d.js:5)', 'scan (emulator/shrinker.js:7)'],
  });
  expect(tell(unlock)).toContain(`
WARNING: bad unlock balance detected!
`);
  expect(tell(unlock)).toContain(`
importer-1/fault is trying to release lock (obj->mm.lock) at:
evict (designs/d.js:5)
but there are no more locks to release!
the lock is obj->mm.lock(camera:1)
`);
  const held = findingOf({ type: 'held-at-exit', threads: inversion.threads });
  expect(tell(held)).toContain(`
WARNING: importer-2/fault still has locks held!
`);
  expect(tell(held)).toContain('\n2 locks held by importer-2/fault:\n #0: ');
});

test('a deadlock begins with its cycle in words and ends with it in arrows', () => {
  const finding = findingOf({
    type: 'deadlock',
    threads: [
      ...inversion.threads,
      stateOf('exporter-1', {
        operation: 'submit',
        holds: [lockOf(`${RESV}(camera:7)`, ['submit (designs/resv-in-map.js:60)'])],
        wants: lockOf(`${MM}(display:7)`, ['getPages (designs/resv-in-map.js:21)']),
      }),
    ],
  });
  expect(tell(finding, 3)).toBe(`
==================================================
DEADLOCK: 2 threads in a cycle of waits, confirmed
lockyard 0.1.0, design resv-in-map, workload mixed
--------------------------------------------------
importer-2 waits for reservation_ww_class_mutex(camera:7), which exporter-1 holds;
exporter-1 waits for obj->mm.lock(display:7), which importer-2 holds.

importer-2 (importer, in fault)
  holds mmap_lock(2) (mmap_lock, shared)
          at fault (emulator/fault.js:9)
  holds obj->mm.lock(display:7) (obj->mm.lock)
          at getPages (designs/resv-in-map.js:21)
  wants reservation_ww_class_mutex(camera:7) (reservation_ww_class_mutex)
          at mapAttachment (designs/resv-in-map.js:40)
          at fault (roles/importer.js:12)

exporter-1 (exporter, in submit)
  holds reservation_ww_class_mutex(camera:7) (reservation_ww_class_mutex)
          at submit (designs/resv-in-map.js:60)
  wants obj->mm.lock(display:7) (obj->mm.lock)
          at getPages (designs/resv-in-map.js:21)

the cycle of waits:
  importer-2 --> reservation_ww_class_mutex(camera:7) --> exporter-1
  exporter-1 --> obj->mm.lock(display:7) --> importer-2

 *** DEADLOCK ***

happened 3 times, first after 1,234 operations
`);
});

test('an event is held by nobody, and the report does not say so', () => {
  const finding = findingOf({
    type: 'deadlock',
    threads: [
      stateOf('worker-1', {
        holds: [lockOf(`${RESV}(camera:1)`, [])],
        wants: lockOf('filled(1)', []),
      }),
      stateOf('worker-2', { wants: lockOf(`${RESV}(camera:1)`, []) }),
    ],
  });
  expect(tell(finding)).toContain(
    'worker-1 waits for filled(1), which only worker-2 can bring about;\n',
  );
});

test('what has no kernel counterpart: a sentence, the facts, the threads', () => {
  const finding = findingOf({
    type: 'stall',
    summary: 'no operation completed for 3 s while 2 workers were at work',
    details: ['refusals meanwhile: 0'],
    threads: [stateOf('worker-1', { wants: lockOf('A(0)', ['f (a.js:1)']) })],
  });
  expect(tell(finding)).toBe(`
===========================================================
STALL: threads are stuck, and no cycle of waits explains it
lockyard 0.1.0, design resv-in-map, workload mixed
-----------------------------------------------------------
no operation completed for 3 s while 2 workers were at work.
  refusals meanwhile: 0

worker-1 (worker, in fault)
  holds nothing
  wants A(0) (A)
          at f (a.js:1)

happened 1 time, first after 1,234 operations
`);
});
