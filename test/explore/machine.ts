import { ModelThread } from './model-thread.ts';
import { SharedWords } from './shared-words.ts';
import { StateHash } from './state-hash.ts';
import { isSteps, type Step, type StepKind, type Steps } from './step.ts';

const WAIT_RESULTS = { ok: 1, 'not-equal': 2, 'timed-out': 3 } as const;
type WaitResult = keyof typeof WAIT_RESULTS;

/**
 * Model threads over shared words: makes one operation of one thread at a time. Sequentially
 * consistent, as `Atomics` are; plain accesses happen together with the operation before them.
 */
export class Machine {
  threads: ModelThread[] = [];
  readonly words = new SharedWords();
  /** Addresses with waiting threads, first come first. */
  readonly #queues = new Map<number, ModelThread[]>();
  readonly #key = new StateHash();
  #running: ModelThread | undefined;
  /** Virtual time; moves on only when a timed wait runs out. */
  nowMs = 0;
  /** Called with each operation made, when a schedule is being told. */
  observer: ((thread: ModelThread, step: Step, result: unknown) => void) | undefined;

  reset(): void {
    this.threads = [];
    this.words.reset();
    this.#queues.clear();
    this.#running = undefined;
    this.nowMs = 0;
  }

  start(bodies: readonly Steps[]): void {
    this.threads = bodies.map((steps, i) => new ModelThread(`T${i + 1}`, steps));
    for (const thread of this.threads) this.#advance(thread, undefined);
  }

  /** Makes the pending operation of a thread; for a blocked one, its time runs out. */
  run(thread: ModelThread): void {
    const step = thread.next as Step;
    if (thread.state === 'blocked') {
      this.nowMs += step.second;
      this.#leaveQueue(thread);
      this.#answerWait(thread, step, 'timed-out');
    } else if (thread.woken) {
      thread.woken = false;
      this.#answerWait(thread, step, 'ok');
    } else if (step.kind === 'wait') {
      this.#wait(thread, step);
    } else {
      this.#answer(thread, step, this.#perform(thread, step));
    }
  }

  /** A number that is equal for states from which the same can happen; `salt` tells apart more. */
  stateKey(salt: number): number {
    const key = this.#key;
    key.low = this.words.hash.low;
    key.high = this.words.hash.high;
    key.append(salt);
    for (const thread of this.threads) {
      key.append(thread.history.low);
      key.append(thread.history.high);
      if (thread.state === 'blocked') key.append(this.#queuePosition(thread) + 1);
      if (thread.woken) key.append(-1);
    }
    return key.key();
  }

  /** A plain read within the running thread's step. */
  read(array: Int32Array, index: number): number {
    const value = array[index] as number;
    this.#running?.history.append(value | 0);
    return value;
  }

  /** A plain write within the running thread's step. */
  write(array: Int32Array, index: number, value: number): void {
    if (this.words.write(array, index, value)) {
      this.#changed(this.words.address(array, index), this.#running);
    }
  }

  clockMs(): number {
    this.#running?.history.append(this.nowMs | 0);
    return this.nowMs;
  }

  /** An operation outside all steps: a constructor, an accessor, a callback of foreign code. */
  direct(kind: StepKind, array: Int32Array, index: number, first: number, second: number): unknown {
    if (kind === 'wait') throw new Error('a constructor, accessor or callback must not wait');
    const step: Step = { kind, array, index, first, second, site: 'direct' };
    const result = this.#perform(this.#running, step);
    this.#running?.history.append(result | 0);
    return result;
  }

  /** Runs what a call has started to its end, as part of the current step. */
  atOnce<T>(started: T): T {
    if (!isSteps(started)) return started;
    let { done, value } = started.next(undefined);
    while (!done) {
      const { kind, array, index, first, second } = value as Step;
      ({ done, value } = started.next(this.direct(kind, array, index, first, second)));
    }
    return value as T;
  }

  #perform(thread: ModelThread | undefined, step: Step): number {
    const address = this.words.address(step.array, step.index);
    if (step.kind === 'notify') return this.#notify(address, step.first);
    const { value, changed } = this.words.perform(step);
    if (changed) this.#changed(address, thread);
    else if (step.kind !== 'pause') thread?.sawUnchanged(address, value);
    return value;
  }

  #changed(address: number, by: ModelThread | undefined): void {
    for (const other of this.threads) {
      if (other === by || other.watches(address)) other.sawProgress();
    }
  }

  #wait(thread: ModelThread, step: Step): void {
    if (step.array[step.index] !== (step.first | 0)) {
      this.#answerWait(thread, step, 'not-equal');
      return;
    }
    const address = this.words.address(step.array, step.index);
    const queue = this.#queues.get(address) ?? [];
    this.#queues.set(address, queue);
    queue.push(thread);
    thread.state = 'blocked';
    thread.blockedAt = address;
    thread.timed = Number.isFinite(step.second);
    thread.sawProgress();
    this.observer?.(thread, step, 'sleeps');
  }

  #notify(address: number, count: number): number {
    const queue = this.#queues.get(address) ?? [];
    const woken = queue.splice(0, Math.min(count, queue.length));
    for (const thread of woken) {
      thread.state = 'ready';
      thread.woken = true;
      thread.blockedAt = -1;
    }
    return woken.length;
  }

  #answerWait(thread: ModelThread, step: Step, result: WaitResult): void {
    thread.history.append(WAIT_RESULTS[result]);
    this.observer?.(thread, step, result);
    this.#advance(thread, result);
  }

  #answer(thread: ModelThread, step: Step, result: number): void {
    thread.history.append(result | 0);
    this.observer?.(thread, step, result);
    this.#advance(thread, result);
  }

  #advance(thread: ModelThread, result: unknown): void {
    this.#running = thread;
    try {
      thread.advance(result);
    } finally {
      this.#running = undefined;
    }
  }

  #leaveQueue(thread: ModelThread): void {
    const queue = this.#queues.get(thread.blockedAt) as ModelThread[];
    queue.splice(queue.indexOf(thread), 1);
    thread.blockedAt = -1;
  }

  #queuePosition(thread: ModelThread): number {
    return (this.#queues.get(thread.blockedAt) as ModelThread[]).indexOf(thread);
  }
}
