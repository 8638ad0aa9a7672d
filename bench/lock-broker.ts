import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Mutex } from 'async-mutex';

/**
 * The message-passing alternative: the main thread owns an `async-mutex`, a worker asks for it by
 * message and sleeps in `Atomics.wait` until it is granted. Returns nanoseconds per lock+unlock.
 */
export async function measureBroker(rounds: number): Promise<number> {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { words, rounds } });
  const mutex = new Mutex();
  let release: (() => void) | null = null;
  return new Promise<number>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: 'lock' | 'unlock' | number) => {
      if (typeof message === 'number') resolve(message);
      else if (message === 'unlock') release?.();
      else {
        void mutex.acquire().then((granted) => {
          release = granted;
          Atomics.add(words, 0, 1);
          Atomics.notify(words, 0);
        });
      }
    });
  });
}

interface BrokerClient {
  readonly words: Int32Array;
  readonly rounds: number;
}

function askBroker({ words, rounds }: BrokerClient): void {
  const since = performance.now();
  for (let round = 0; round < rounds; round++) {
    parentPort?.postMessage('lock');
    Atomics.wait(words, 0, round);
    parentPort?.postMessage('unlock');
  }
  parentPort?.postMessage(((performance.now() - since) * 1e6) / rounds);
}

if (!isMainThread && workerData !== null && 'rounds' in workerData) askBroker(workerData);
