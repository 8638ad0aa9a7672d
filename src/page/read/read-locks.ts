import type { ContentionPoint, LockFigures } from '../lock-figures.ts';
import type { JsonReader } from './json-reader.ts';

/** A class's line, as `stress --json` and a ledger write it. */
export function readLock(line: JsonReader): LockFigures {
  return {
    class: line.get('class').text(),
    acquisitions: line.get('acquisitions').number(),
    contentions: line.get('contentions').number(),
    ownerChanges: line.numberOr('ownerChanges', 0),
    tryFailed: line.numberOr('tryFailed', 0),
    backOffs: line.numberOr('backOffs', 0),
    waitNsTotal: line.get('waitNsTotal').number(),
    waitNsAverage: line.get('waitNsAverage').number(),
    waitNsMax: line.get('waitNsMax').number(),
    waitNsP99: line.get('waitNsP99').number(),
    holdNsAverage: line.numberOr('holdNsAverage', 0),
    holdNsMax: line.numberOr('holdNsMax', 0),
    holdsClocked: line.numberOr('holdsClocked', 0),
    points: line.listOr('points').map(readPoint),
  };
}

function readPoint(point: JsonReader): ContentionPoint {
  return {
    waiter: point.get('waiter').text(),
    holder: point.get('holder').text(),
    count: point.get('count').number(),
  };
}
