import type {
  Cut,
  CycleEdge,
  FoundFinding,
  FoundLock,
  FoundThread,
} from '../stress/stress-part.ts';
import type { JsonReader } from './json-reader.ts';

/** A finding; of its text the terminal's telling is kept as it is. */
export function readFinding(finding: JsonReader): FoundFinding {
  return {
    type: finding.get('type').text(),
    level: finding.get('level').text(),
    summary: finding.get('summary').text(),
    count: finding.numberOr('count', 1),
    text: finding.get('text').text(),
    rejection: finding.optional('rejection')?.get('text').text() ?? null,
    cycle: finding.listOr('cycle').map(readEdge),
    threads: finding.listOr('threads').map(readThread),
    locks: finding.listOr('locks').map(readName),
  };
}

function readEdge(step: JsonReader): CycleEdge {
  return {
    from: step.get('from').text(),
    to: step.get('to').text(),
    thread: step.get('thread').text(),
    operation: step.get('operation').text(),
    site: innermost(step, 'site'),
    heldSite: innermost(step, 'heldSite'),
  };
}

function innermost(step: JsonReader, key: string): string | null {
  return step.listOr(key)[0]?.text() ?? null;
}

function readThread(thread: JsonReader): FoundThread {
  return {
    thread: thread.get('thread').text(),
    holds: thread.listOr('holds').map(readName),
    wants: thread.optional('wants')?.get('name').text() ?? null,
  };
}

function readName(lock: JsonReader): FoundLock {
  return { class: lock.get('class').text(), name: lock.get('name').text() };
}

export function readCut(cut: JsonReader): Cut {
  return {
    from: cut.get('from').text(),
    to: cut.get('to').text(),
    cycles: cut.get('cycles').number(),
    cyclesInAll: cut.get('cyclesInAll').number(),
    places: cut
      .get('places')
      .list()
      .map((place) => place.text()),
    suggestion: cut.get('suggestion').get('text').text(),
  };
}
