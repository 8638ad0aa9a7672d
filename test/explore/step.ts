/** Operations at which the scheduler may switch threads. `pause` is a switch point and nothing else. */
export type StepKind =
  | 'load'
  | 'store'
  | 'compareExchange'
  | 'exchange'
  | 'add'
  | 'sub'
  | 'and'
  | 'or'
  | 'xor'
  | 'wait'
  | 'notify'
  | 'pause';

/** One operation that a model thread is about to make. Arguments as `Atomics` takes them. */
export interface Step {
  readonly kind: StepKind;
  readonly array: Int32Array;
  readonly index: number;
  readonly first: number;
  readonly second: number;
  /** `file.ts:line` of the operation. */
  readonly site: string;
}

/** A model thread: yields its next operation, is resumed with that operation's result. */
export type Steps<T = void> = Generator<Step, T, unknown>;

const NO_MEMORY = new Int32Array(0);

/** A point at which other threads may run. */
export function* pause(site = 'pause'): Steps {
  yield { kind: 'pause', array: NO_MEMORY, index: 0, first: 0, second: 0, site };
}

/**
 * Runs a call into transformed sources, step by step: `yield* call(mutex.acquire())`. The sources'
 * types do not know that a call became a generator; here the two views meet.
 */
export function* call<T>(started: T): Steps<T> {
  if (isSteps(started)) return (yield* started) as T;
  return started;
}

/** The common prototype of all generator objects, in the form that `instanceof` takes. */
const GeneratorBase = function GeneratorBase() {} as unknown as { new (): Steps<unknown> };
Object.defineProperty(GeneratorBase, 'prototype', {
  value: Object.getPrototypeOf(function* () {}).prototype,
});

export function isSteps(value: unknown): value is Steps<unknown> {
  return value instanceof GeneratorBase;
}
