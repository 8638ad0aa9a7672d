import type { Outcome } from '../../../emulator/outcome.ts';
import type { FakeStack } from './fake-stack.ts';

/** One call of the stack into a guard. Objects 0 to 2 are native; 3 to 6 import 0, 1, 0, 0, all but 5 on device 1. */
export interface Story {
  readonly name: string;
  /** Objects that have pages when it begins; an imported one brings its exporter's along. */
  readonly populated: readonly number[];
  readonly play: (stack: FakeStack) => Outcome;
  /** The object that stays pinned once when it ends as `done`. */
  readonly pins: number | null;
}

const getPages = (object: number, populated: readonly number[]): Story => ({
  name: `get-pages(${object}) beside [${populated}]`,
  populated,
  play: ({ guards }) => guards.getPages(object, 'caller'),
  pins: object,
});

const submit = (objects: readonly number[], populated: readonly number[]): Story => ({
  name: `submit [${objects}] beside [${populated}]`,
  populated,
  play: (stack) => {
    stack.submitted = [...objects];
    return stack.guards.submit();
  },
  pins: null,
});

const evict = (object: number, cause: 'request' | 'kswapd' | 'direct'): Story => ({
  name: `evict(${object}) by ${cause}`,
  populated: [object],
  play: (stack) =>
    cause === 'request' ? stack.guards.evict(object, cause) : stack.reclaim(object, cause),
  pins: null,
});

/** Every guard from every side: native and imported, empty and resident, alone and beside others. */
export const STORIES: readonly Story[] = [
  getPages(0, []),
  getPages(0, [0]),
  getPages(0, [1, 4]),
  getPages(3, []),
  getPages(3, [3]),
  getPages(3, [0, 2]),
  getPages(3, [5, 4, 2]),
  ...([0, 4] as const).flatMap((object) =>
    (['request', 'kswapd', 'direct'] as const).map((cause) => evict(object, cause)),
  ),
  submit([2, 0], [1]),
  submit([0, 2], [4]),
  submit([3, 4], []),
  submit([4, 3], [5, 2]),
  submit([3, 6], [2, 5]),
];
