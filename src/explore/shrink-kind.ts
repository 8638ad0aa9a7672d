import type { ModelDeadlock, StuckThread } from '../scenario/model/model-deadlock.ts';
import type { Recording } from './recording.ts';

/** Which deadlock it is, by the classes of its locks and nothing else; and whose. */
interface DeadlockKind {
  readonly kind: string;
  readonly threads: readonly string[];
  readonly isCycle: boolean;
}

/** Of a deadlock of the model. */
export function kindOfStuck({ threads, cycle }: ModelDeadlock): DeadlockKind {
  if (cycle.length === 0) {
    const waiting = threads.filter(({ wants }) => wants !== null);
    const wishes = waiting.map(({ wants }) => wants?.class ?? '');
    return {
      kind: wishesText(wishes),
      threads: waiting.map(({ thread }) => thread),
      isCycle: false,
    };
  }
  const states = cycle.map((index) => threads[index] as StuckThread);
  const waits = states.map(({ holds, wants }, index) => {
    const wish = states.at(index - 1)?.wants?.lock;
    const held = holds.find(({ lock }) => lock === wish);
    return `${held?.class ?? '-'} > ${wants?.class ?? '-'}`;
  });
  return {
    kind: leastRotation(waits),
    threads: states.map(({ thread }) => thread),
    isCycle: true,
  };
}

/**
 * Of a recorded deadlock; null: it ended otherwise. `asCycle` false: by what its threads wait for, however
 * many they are, as a deadlock without a cycle is told.
 */
export function kindOfRecording(
  { deadlock, program, decisions }: Recording,
  asCycle: boolean,
): string | null {
  if (deadlock === null) return null;
  const locks = program.kind === 'scenario' ? program.scenario.locks : [];
  const classes = new Map([
    ...decisions.map((decision): [string | null, string | null] => [decision.lock, decision.class]),
    ...locks.map((lock): [string, string] => [lock.name, lock.class]),
  ]);
  const classOf = (lock: string) => classes.get(lock) ?? lock;
  if (!asCycle) return wishesText(deadlock.cycle.map(({ wants }) => classOf(wants)));
  const waits = deadlock.cycle.map(({ holds, wants }) => `${classOf(holds)} > ${classOf(wants)}`);
  return deadlock.isCycle ? leastRotation(waits) : null;
}

/** Several may wait for the same. */
function wishesText(classes: readonly string[]): string {
  return [...new Set(classes)].sort().join(' | ');
}

/** Where a cycle is begun to be told makes no difference. */
function leastRotation(waits: readonly string[]): string {
  const rotations = waits.map((_, at) => [...waits.slice(at), ...waits.slice(0, at)].join(' | '));
  return rotations.sort()[0] ?? '';
}
