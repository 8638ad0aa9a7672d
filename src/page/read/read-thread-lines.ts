import type { ThreadCpu } from '../../measure/thread-shares.ts';
import type { ThreadLine, ThreadTimeShares } from '../../run/thread-lines.ts';
import type { JsonReader } from './json-reader.ts';

/** What one thread of a run did with its time, as `stress --json` writes it. */
export function readThreadLine(line: JsonReader): ThreadLine {
  const share = line.optional('share');
  const cpu = line.optional('cpu');
  return {
    name: line.get('name').text(),
    service: line.get('service').boolean(),
    operations: line.get('operations').number(),
    refusals: line.get('refusals').number(),
    share: share === null ? null : readShare(share),
    cpu: cpu === null ? null : readThreadCpu(cpu),
  };
}

function readShare(share: JsonReader): ThreadTimeShares {
  const byClass = share.get('waitingByClass').entries();
  return {
    waiting: share.get('waiting').number(),
    backingOff: share.get('backingOff').number(),
    parked: share.get('parked').number(),
    waitingByClass: Object.fromEntries(byClass.map(([name, of]) => [name, of.number()])),
  };
}

/** What the system charged a thread, as documents and ledgers write it. */
export function readThreadCpu(cpu: JsonReader): ThreadCpu {
  return {
    runMs: cpu.get('runMs').number(),
    waitedForCpuMs: cpu.get('waitedForCpuMs').number(),
    voluntarySwitches: cpu.get('voluntarySwitches').number(),
    involuntarySwitches: cpu.get('involuntarySwitches').number(),
  };
}
