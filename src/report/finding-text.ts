import type { Finding, FindingType } from '../validate/finding.ts';
import {
  BAD_UNLOCK_TITLE,
  badUnlockBody,
  heldAtExitBody,
  heldAtExitTitle,
} from './balance-text.ts';
import { CIRCULAR_TITLE, circularBody } from './circular-text.ts';
import { deadlockBody, deadlockTitle } from './deadlock-text.ts';
import { type FindingContext, framed, seenLine } from './finding-frame.ts';
import { plainBody } from './plain-body.ts';
import { RECURSION_TITLE, recursionBody } from './recursion-text.ts';
import { stallBody, stallTitle } from './stall-text.ts';

interface Telling {
  title(finding: Finding, context: FindingContext): string;
  body(finding: Finding, context: FindingContext): string[];
}

/** Every type of finding and how it is told; all words of findings are in this folder. */
const TELLINGS: Readonly<Record<FindingType, Telling>> = {
  circular: { title: () => CIRCULAR_TITLE, body: circularBody },
  recursion: { title: () => RECURSION_TITLE, body: recursionBody },
  'bad-unlock': { title: () => BAD_UNLOCK_TITLE, body: badUnlockBody },
  'held-freed': plainly('WARNING: held lock freed!'),
  'nest-lock': plainly('WARNING: nested lock was not taken'),
  'not-held': plainly('WARNING: a lock is not held that must be'),
  'order-key': plainly('WARNING: locks of one class are taken against their declared order'),
  'held-at-exit': { title: heldAtExitTitle, body: heldAtExitBody },
  deadlock: { title: deadlockTitle, body: deadlockBody },
  promise: plainly('WARNING: the promised lock order is broken'),
  convention: plainly('WARNING: locking convention broken'),
  'ww-api': plainly('WARNING: misuse of a ww-mutex'),
  corruption: plainly('CORRUPTION: bytes or counts are not what they must be'),
  stall: { title: stallTitle, body: stallBody },
  'lost-wake-up': plainly('LOST WAKE-UP: a thread sleeps for a lock that is free'),
  livelock: plainly('LIVELOCK: operations are refused for ever'),
  reclaim: plainly('RECLAIM WITHOUT PROGRESS: scans free nothing'),
  'out-of-memory': plainly('OUT OF MEMORY: reclaim found nothing more to free'),
  'thread-crash': plainly('THREAD CRASH: a thread of the run was lost'),
};

/** A finding in full. `count`: how often it was made. */
export function findingText(finding: Finding, count: number, context: FindingContext): string {
  const telling = TELLINGS[finding.type];
  const body = [...telling.body(finding, context), '', seenLine(finding, count)];
  return framed(telling.title(finding, context), context, body);
}

function plainly(title: string): Telling {
  return { title: () => title, body: plainBody };
}
