import type { Evidence } from '../../validate/evidence.ts';
import type { Finding } from '../../validate/finding.ts';
import { type RunSurvey, type SurveyedEdge, rowAt } from './run-survey.ts';

/**
 * Acquisitions against the declared order among the locks of one class (`LockInstancePlan.orderKey`,
 * ascending). Whoever cannot wait cannot be stuck: tried and timed ones are no fault.
 */
export function orderKeyFindings(evidence: Evidence, { edges }: RunSurvey): Finding[] {
  return edges
    .filter((surveyed) => isAgainstKeys(evidence, surveyed))
    .map((surveyed) => {
      return orderKeyFinding(evidence, surveyed);
    });
}

/** The lock with the lower key was waited for while the other was held. */
export function isAgainstKeys({ plan }: Evidence, { edge }: SurveyedEdge): boolean {
  const from = plan.locks.locks[edge.from];
  const to = plan.locks.locks[edge.to];
  if (edge.waiting === 0 || from?.classIndex !== to?.classIndex) return false;
  if (from?.orderKey === undefined || to?.orderKey === undefined) return false;
  return from.orderKey > to.orderKey;
}

function orderKeyFinding(evidence: Evidence, { edge, trace }: SurveyedEdge): Finding {
  const { chains, registry, plan } = evidence;
  const chain = chains.chainOfRow(rowAt(trace, edge.firstEvent));
  const node = registry.slots[chains.slotOf(chain)]?.node ?? 0;
  const from = evidence.lockName(edge.from);
  const to = evidence.lockName(edge.to);
  const step = evidence.dependency(node, node, chain);
  const keys = [edge.from, edge.to].map((lock) => plan.locks.locks[lock]?.orderKey ?? 0);
  return {
    type: 'order-key',
    level: 'possible',
    key: `order-key ${to.class} ${step.site[0] ?? ''}`,
    summary:
      `${step.thread} acquires ${to.name} in ${step.operation} while it holds ${from.name}, ` +
      `against the declared order of ${to.class}`,
    locks: [to, from],
    threads: [],
    cycle: [{ ...step, from: from.name, to: to.name }],
    details: [
      `declared keys, to be taken in ascending order: ${from.name} ${keys[0]}, ${to.name} ${keys[1]}`,
    ],
    afterOperations: evidence.operationsDone(),
  };
}
