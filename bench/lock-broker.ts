import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Mutex } from 'async-mutex';
import { BrokerClient, type BrokeredLock, brokerFor } from './broker.ts';

interface BrokerTask {
  readonly lock: BrokeredLock;
  readonly rounds: number;
}

/** Nanoseconds per lock+unlock of one worker that nobody competes with. */
export function measureBroker(rounds: number): Promise<number> {
  const lock = brokerFor(new Mutex());
  const task: BrokerTask = { lock, rounds };
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: task,
    transferList: [lock.port],
  });
  return new Promise<number>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', resolve);
  });
}

function askBroker({ lock, rounds }: BrokerTask): void {
  const client = new BrokerClient(lock);
  const since = performance.now();
  for (let round = 0; round < rounds; round++) {
    client.lock();
    client.unlock();
  }
  parentPort?.postMessage(((performance.now() - since) * 1e6) / rounds);
  lock.port.close();
}

if (!isMainThread && workerData !== null && 'rounds' in workerData) askBroker(workerData);
