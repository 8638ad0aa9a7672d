import type { Evidence } from '../evidence.ts';
import type { Finding, ThreadState } from '../finding.ts';

type Told = Pick<Finding, 'type' | 'key' | 'summary' | 'locks' | 'details'>;

/** A finding about what one thread does here and now: nothing has to coincide for it to be wrong. */
export function stateFinding(evidence: Evidence, state: ThreadState, told: Told): Finding {
  return {
    ...told,
    level: 'confirmed',
    threads: [state],
    cycle: [],
    afterOperations: evidence.operationsDone(),
  };
}
