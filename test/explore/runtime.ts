import type { Machine } from './machine.ts';
import { isSteps, type Step, type StepKind } from './step.ts';

/** Arguments of an `Atomics` function as the sources write them. */
type AtomicArguments = [array: Int32Array, index: number, first?: number, second?: number];

/** What transformed modules call instead of touching shared memory and the clock themselves. */
export interface Runtime {
  step(site: string, kind: StepKind, ...rest: AtomicArguments): Step;
  isSteps(value: unknown): boolean;
  atOnce<T>(started: T): T;
  read(array: Int32Array, index: number): number;
  write(array: Int32Array, index: number, operator: string, value: number): number;
  bump(array: Int32Array, index: number, operator: string, order: string): number;
}

export function createRuntime(machine: Machine): Runtime {
  const write = (array: Int32Array, index: number, operator: string, value: number): number => {
    const next = operator === '=' ? value : combine(operator, machine.read(array, index), value);
    machine.write(array, index, next);
    return next;
  };
  return {
    step: stepOf,
    isSteps,
    atOnce: (started) => machine.atOnce(started),
    read: (array, index) => machine.read(array, index),
    write,
    bump: (array, index, operator, order) => {
      const before = array[index] as number;
      const after = write(array, index, operator, 1);
      return order === 'before' ? after : before;
    },
  };
}

/** `Atomics` as constructors and accessors of the explored modules see it: within the current step. */
export function createDirectAtomics(machine: Machine): Record<string, unknown> {
  const kinds: StepKind[] = ['load', 'store', 'compareExchange', 'exchange', 'add', 'sub'];
  kinds.push('and', 'or', 'xor', 'wait', 'notify');
  const direct = (kind: StepKind) => {
    return (...rest: AtomicArguments) => {
      const { array, index, first, second } = stepOf('direct', kind, ...rest);
      return machine.direct(kind, array, index, first, second);
    };
  };
  return Object.fromEntries(kinds.map((kind) => [kind, direct(kind)]));
}

function stepOf(site: string, kind: StepKind, ...rest: AtomicArguments): Step {
  const [array, index, first = kind === 'notify' ? Infinity : 0, second] = rest;
  const last = second ?? (kind === 'wait' ? Infinity : 0);
  return { kind, array, index, first, second: last, site };
}

function combine(operator: string, before: number, value: number): number {
  switch (operator) {
    case '+':
      return before + value;
    case '-':
      return before - value;
    case '|':
      return before | value;
    default:
      return before & value;
  }
}
