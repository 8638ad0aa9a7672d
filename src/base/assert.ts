import { InvariantError } from './errors.ts';

/**
 * States what must be true here.
 *
 * @throws {InvariantError} when it is not: a defect of this project, never of its input.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
