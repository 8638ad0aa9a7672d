import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Mutex } from 'async-mutex';

/** What a worker is given to ask by: a port, and the count of locks that it was granted. */
export interface BrokeredLock {
  readonly port: MessagePort;
  readonly granted: Int32Array;
}

/**
 * The message-passing alternative: this thread owns an `async-mutex`, a worker asks for it by message
 * and sleeps in `Atomics.wait` until it is granted. Answers what one worker asks by.
 */
export function brokerFor(mutex: Mutex): BrokeredLock {
  const granted = new Int32Array(new SharedArrayBuffer(128));
  const { port1, port2 } = new MessageChannel();
  let release: (() => void) | null = null;
  port1.on('message', (message: 'lock' | 'unlock') => {
    if (message === 'unlock') return release?.();
    return void mutex.acquire().then((free) => {
      release = free;
      // Pairs with BrokerClient.lock's load.
      Atomics.add(granted, 0, 1);
      Atomics.notify(granted, 0);
    });
  });
  port1.unref();
  return { port: port2, granted };
}

/** The worker's side. */
export class BrokerClient {
  readonly #lock: BrokeredLock;
  #turn = 0;

  constructor(lock: BrokeredLock) {
    this.#lock = lock;
  }

  lock(): void {
    const { port, granted } = this.#lock;
    port.postMessage('lock');
    // Pairs with the add in brokerFor.
    while (Atomics.load(granted, 0) === this.#turn) Atomics.wait(granted, 0, this.#turn);
    this.#turn++;
  }

  unlock(): void {
    this.#lock.port.postMessage('unlock');
  }
}
