import { enterArena } from 'lockyard';
import { workerData } from 'node:worker_threads';

const { arena, name } = workerData;
const other = name === 'importer' ? 'submitter' : 'importer';
const thread = enterArena(arena, name);
const mmLock = thread.mutex('obj->mm.lock');
const reservation = thread.mutex('reservation');

/** Maps a buffer: its pages, then its reservation. */
function importBuffer() {
  mmLock.acquire();
  meet();
  const answer = reservation.acquire(); // 'acquired', or 'deadlock' for who would close the ring
  if (answer === 'acquired') reservation.release();
  mmLock.release();
  return answer;
}

/** Submits a job: the reservation, then the pages. */
function submitJob() {
  reservation.acquire();
  meet();
  const answer = mmLock.acquire();
  if (answer === 'acquired') mmLock.release();
  reservation.release();
  return answer;
}

/** Each waits until the other has its first lock, too: so it happens every time, not on a bad day. */
function meet() {
  thread.completion('has its first lock', name).complete();
  thread.completion('has its first lock', other).wait();
}

const doOperation = () =>
  name === 'importer'
    ? thread.operation('import', importBuffer)
    : thread.operation('submit', submitJob);

let answer = doOperation();
if (answer === 'deadlock') {
  console.log(`${name} would have closed a ring, gives way and tries again`);
  thread.join(other);
  answer = doOperation();
}
console.log(`${name}: ${answer}`);
thread.leave();
