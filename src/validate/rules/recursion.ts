import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Attempt } from '../attempt.ts';

/**
 * Same-class recursion (lockdep's check_deadlock): a class is acquired while a lock of the same class
 * and subclass is held. Exempt: another subclass (`nested`), a try-acquisition, a recursive reader over
 * a reader, and an acquisition nested under a lock that was held before the first one of the class (a
 * ww-mutex under its acquire context): that one keeps all others away.
 *
 * `serialized`: exempt because the outer lock orders the instances; no dependency is recorded.
 */
export type RecursionVerdict =
  | { readonly kind: 'none' | 'serialized' }
  | { readonly kind: 'recursion'; readonly finding: Finding };

export function checkRecursion(evidence: Evidence, attempt: Attempt): RecursionVerdict {
  const { node, nestClass, recursive, tried } = attempt.meaning;
  if (tried) return { kind: 'none' };
  let nestHeld = false;
  for (const held of attempt.held) {
    if (held.meaning.classIndex === nestClass) nestHeld = true;
    if (held.meaning.node !== node) continue;
    if (recursive && held.meaning.shared) continue;
    if (nestHeld) return { kind: 'serialized' };
    return { kind: 'recursion', finding: describe(evidence, attempt, held.lock, held.row) };
  }
  return { kind: 'none' };
}

function describe(
  evidence: Evidence,
  attempt: Attempt,
  heldLock: number,
  heldRow: number,
): Finding {
  const state = evidence.threadState(attempt.thread);
  const held = evidence.held(heldLock, heldRow);
  const wanted = evidence.lockName(attempt.lock);
  const node = evidence.registry.nodeName(attempt.meaning.node);
  return {
    type: 'recursion',
    level: 'possible',
    key: `recursion ${node}`,
    summary:
      `${state.thread} acquires ${wanted.name} in ${state.operation} while it holds ${held.name} ` +
      `of the same class ${node}`,
    locks: [wanted, { class: held.class, name: held.name }],
    threads: [{ ...state, wants: attempt.wanted(evidence) }],
    cycle: [
      {
        from: node,
        to: node,
        thread: state.thread,
        operation: state.operation,
        site: attempt.site,
        heldSite: held.site,
      },
    ],
    details: ['a `nested` annotation or an acquire context says that the order is meant'],
    afterOperations: evidence.operationsDone(),
  };
}
