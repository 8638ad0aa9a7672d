import type { Acquisition } from '../../../src/lock/acquisition.ts';
import type {
  AcquireContext,
  Completion,
  MutexLock,
  WwMutexLock,
} from '../../../src/lock/lock-contracts.ts';
import type { DesignLock } from '../../../emulator/locking-design.ts';
import type { OrderRecorder, Taken } from './order-recorder.ts';
import type { RefusalPlan } from './refusal-plan.ts';

/** What all fake locks of one thread share. */
export interface Bench {
  readonly order: OrderRecorder;
  readonly refusals: RefusalPlan;
}

/** Single-threaded locks with strict manners: each misuse throws. Nobody else ever holds them. */
class FakeLock {
  readonly index: number;
  readonly name: string;
  protected readonly bench: Bench;
  readonly #class: string;
  readonly #subclasses: number;

  constructor(bench: Bench, lock: DesignLock, index: number) {
    this.bench = bench;
    this.index = index;
    this.name = `${lock.class}(${index})`;
    this.#class = lock.class;
    this.#subclasses = lock.subclasses ?? 1;
  }

  isHeld(): boolean {
    return this.bench.order.holds(this.name);
  }

  release(): void {
    this.bench.order.dropped(this.name);
  }

  assertHeld(): void {
    if (!this.isHeld()) throw new Error(`${this.name} must be held`);
  }

  mightAcquire(): void {
    this.bench.order.wants(this.taken(), false);
  }

  protected taken(subclass = 0): Taken {
    if (subclass >= this.#subclasses) throw new Error(`${this.name} has no subclass ${subclass}`);
    return { name: this.name, class: this.#class, node: `${this.#class}/${subclass}` };
  }

  /** Waiting for oneself is what the detector would call a deadlock. */
  protected block(subclass: number, underContext: boolean, answers: readonly Acquisition[]) {
    const taken = this.taken(subclass);
    this.bench.order.wants(taken, underContext);
    if (this.isHeld()) return 'deadlock';
    const refusal = this.bench.refusals.at(`${this.name}.acquire`, answers);
    if (refusal !== null) return refusal;
    this.bench.order.took(taken);
    return 'acquired';
  }

  protected try(): Acquisition {
    if (this.isHeld()) return 'busy';
    const refusal = this.bench.refusals.at(`${this.name}.tryAcquire`, ['busy'] as const);
    if (refusal !== null) return refusal;
    this.bench.order.took(this.taken());
    return 'acquired';
  }
}

export class FakeMutex extends FakeLock implements MutexLock {
  initialise(): void {
    if (this.isHeld()) throw new Error(`${this.name} is initialised while it is held`);
  }

  free(): void {
    this.initialise();
  }

  acquire(): Acquisition {
    return this.block(0, false, ['deadlock']);
  }

  acquireNested(subclass: number): Acquisition {
    return this.block(subclass, false, ['deadlock']);
  }

  tryAcquire(): Acquisition {
    return this.try();
  }

  acquireFor(_timeoutMs: number): Acquisition {
    return this.block(0, false, ['deadlock', 'timed-out']);
  }
}

export class FakeContext implements AcquireContext {
  live = false;
  done_ = false;
  /** Set by a back-off: the only lock that may be taken next, with nothing of the context held. */
  contended: FakeWwMutex | null = null;
  readonly locks = new Set<FakeWwMutex>();
  readonly #order: OrderRecorder;
  readonly #class: string;

  constructor(order: OrderRecorder, className: string) {
    this.#order = order;
    this.#class = className;
  }

  begin(): void {
    if (this.live) throw new Error('context begun twice');
    const taken = { name: this.#class, class: this.#class, node: this.#class };
    this.#order.wants(taken, false);
    this.#order.took(taken);
    this.live = true;
    this.done_ = false;
  }

  done(): void {
    if (!this.live) throw new Error('context done without begin');
    this.done_ = true;
  }

  end(): void {
    if (!this.live) throw new Error('context ended without begin');
    if (this.locks.size > 0) throw new Error('context ended with locks held');
    this.#order.dropped(this.#class);
    this.live = false;
    this.contended = null;
  }
}

export class FakeWwMutex extends FakeLock implements WwMutexLock {
  #context: FakeContext | null = null;

  acquire(context: AcquireContext | null): Acquisition {
    if (context === null) return this.block(0, false, ['deadlock']);
    const own = context as FakeContext;
    if (!own.live || own.done_) throw new Error(`${this.name} acquired outside begin .. done`);
    if (own.contended !== null) throw new Error(`${this.name} acquired after a back-off`);
    if (this.isHeld()) return 'already';
    const answer = this.block(0, true, ['back-off', 'deadlock']);
    if (answer === 'back-off') own.contended = this;
    return this.#owned(own, answer);
  }

  acquireSlow(context: AcquireContext): Acquisition {
    const own = context as FakeContext;
    if (own.locks.size > 0) throw new Error(`${this.name}: slow path with locks held`);
    if (own.contended !== this) throw new Error(`${this.name} did not ask to back off`);
    own.contended = null;
    return this.#owned(own, this.block(0, true, ['deadlock']));
  }

  tryAcquire(context: AcquireContext | null): Acquisition {
    if (context !== null && this.isHeld()) return 'already';
    const answer = this.try();
    return context === null ? answer : this.#owned(context as FakeContext, answer);
  }

  acquireFor(context: AcquireContext | null, _timeoutMs: number): Acquisition {
    return this.acquire(context);
  }

  override release(): void {
    super.release();
    this.#context?.locks.delete(this);
    this.#context = null;
  }

  #owned(context: FakeContext, answer: Acquisition): Acquisition {
    if (answer !== 'acquired') return answer;
    this.#context = context;
    context.locks.add(this);
    return answer;
  }
}

export class FakeCompletion implements Completion {
  readonly index: number;
  readonly name: string;
  readonly #bench: Bench;
  #complete = true;

  constructor(bench: Bench, lock: DesignLock, index: number) {
    this.#bench = bench;
    this.index = index;
    this.name = `${lock.class}(${index})`;
  }

  begin(signaller: number): void {
    if (signaller < 1) throw new Error(`${this.name}: nobody is to complete it`);
    this.#complete = false;
  }

  complete(): void {
    this.#complete = true;
  }

  renew(): void {
    this.#complete = false;
  }

  /** Nobody sleeps in this bench. */
  pulse(): void {}

  promise(): void {}

  withdraw(): void {}

  isComplete(): boolean {
    return this.#complete;
  }

  wait(): Acquisition {
    return this.#bench.refusals.at(`${this.name}.wait`, ['deadlock'] as const) ?? 'acquired';
  }

  waitFor(_timeoutMs: number): Acquisition {
    return this.wait();
  }
}
