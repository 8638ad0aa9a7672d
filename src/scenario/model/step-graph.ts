import { UsageError } from '../../base/errors.ts';
import { type Step, programOf } from '../play/program.ts';
import type { Scenario } from '../scenario.ts';

/** A step at a place of its thread's program, and in how many nofs scopes. */
export interface StepNode {
  readonly thread: number;
  /** null: the end of the program. */
  readonly step: Step | null;
  /** Node behind it; of the end: itself. */
  readonly next: number;
  /** Node where a refused one goes on; -1: it is never refused. */
  readonly skip: number;
}

/**
 * All places that the threads of a scenario can come to. A node's successors have higher numbers.
 */
export interface StepGraph {
  readonly nodes: readonly StepNode[];
  /** Of each thread its first node. */
  readonly entries: readonly number[];
  /** Of each thread the end of its program. */
  readonly ends: readonly number[];
}

const NODES_MAX = 2_000_000;

/**
 * Whether an `alloc` reclaims is decided here, once, by the nofs scopes it is in. @throws
 * {UsageError}
 */
export function stepGraphOf(scenario: Pick<Scenario, 'threads' | 'reclaim'>): StepGraph {
  const nodes: StepNode[] = [];
  const entries: number[] = [];
  const ends: number[] = [];
  scenario.threads.forEach((_, thread) => {
    entries.push(nodes.length);
    addThread(programOf(scenario, thread), thread, nodes);
    ends.push(nodes.length - 1);
  });
  return { nodes, entries, ends };
}

interface Place {
  readonly at: number;
  readonly nofs: number;
}

function addThread(steps: readonly Step[], thread: number, nodes: StepNode[]): void {
  const end = steps.length;
  const counts = steps.some(({ op }) => op.verb === 'alloc');
  const numbers: Map<number, number>[] = Array.from({ length: end + 1 }, () => new Map());
  const placesAt = (at: number) => numbers[at] as Map<number, number>;
  const enter = ({ at, nofs }: Place) => placesAt(Math.min(at, end)).set(at < end ? nofs : 0, -1);
  enter({ at: 0, nofs: 0 });
  let number = nodes.length;
  for (let at = 0; at <= end; at++) {
    for (const nofs of placesAt(at).keys()) {
      placesAt(at).set(nofs, number++);
      if (at < end) successorsOf(steps[at] as Step, { at, nofs }, end, counts).forEach(enter);
    }
    if (number > NODES_MAX) throw tooMany(steps[at] as Step);
  }
  const numberOf = ({ at, nofs }: Place) =>
    placesAt(Math.min(at, end)).get(at < end ? nofs : 0) as number;
  for (let at = 0; at < end; at++) {
    const step = steps[at] as Step;
    for (const nofs of placesAt(at).keys()) {
      const [next, skip] = successorsOf(step, { at, nofs }, end, counts) as [Place, Place?];
      nodes.push({
        thread,
        step,
        next: numberOf(next),
        skip: skip === undefined ? -1 : numberOf(skip),
      });
    }
  }
  nodes.push({ thread, step: null, next: nodes.length, skip: -1 });
}

/** The place behind a step, and the one where it goes on when it is refused. */
function successorsOf(step: Step, { at, nofs }: Place, end: number, counts: boolean): Place[] {
  const { op, closes, skipTo } = step;
  switch (op.verb) {
    case 'exit':
      return [{ at: end, nofs: 0 }];
    case 'nofs':
      return [{ at: at + 1, nofs: counts ? nofs + 1 : 0 }];
    case 'endnofs':
      return [{ at: at + 1, nofs: Math.max(nofs - 1, 0) }];
    case 'alloc':
      return [{ at: !closes && nofs > 0 ? skipTo : at + 1, nofs }];
    case 'trylock':
    case 'timedlock':
    case 'tryread':
    case 'trywrite':
      return [
        { at: at + 1, nofs },
        { at: skipTo, nofs },
      ];
    default:
      return [{ at: at + 1, nofs }];
  }
}

function tooMany({ op }: Step): UsageError {
  const message = `line ${op.line}: more than ${NODES_MAX} places, told apart by their nofs scopes`;
  return new UsageError(message, 'close each nofs scope on every way that leads out of it');
}
