import type { Attempt, HeldEntry } from '../attempt.ts';
import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';

/** A design promises lines of classes, outermost first; a dependency against a line breaks it. */
export function checkPromise(
  evidence: Evidence,
  attempt: Attempt,
  held: HeldEntry,
  chain: number,
): Finding | null {
  const { classes, promises } = evidence.plan.locks;
  const outer = (classes[held.meaning.classIndex] as { name: string }).name;
  const inner = (classes[attempt.meaning.classIndex] as { name: string }).name;
  const broken = promises.find((line) => {
    const at = line.indexOf(inner);
    return at !== -1 && line.indexOf(outer) > at;
  });
  if (broken === undefined || outer === inner) return null;
  const state = evidence.threadState(attempt.thread);
  return {
    type: 'promise',
    level: 'possible',
    key: `promise ${outer} > ${inner}`,
    summary:
      `${state.thread} acquires ${inner} inside ${outer} in ${state.operation}; ` +
      `the design promises ${broken.join(' > ')}`,
    locks: [evidence.lockName(attempt.lock), evidence.lockName(held.lock)],
    threads: [{ ...state, wants: attempt.wanted(evidence) }],
    cycle: [evidence.dependency(held.meaning.node, attempt.meaning.node, chain)],
    details: [],
    afterOperations: evidence.operationsDone(),
  };
}
