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
import { ORDER_KEY_LINE, ORDER_KEY_TITLE, orderKeyBody } from './order-key-text.ts';
import { plainBody } from './plain-body.ts';
import { predictedLine } from './predicted-text.ts';
import { RECURSION_TITLE, recursionBody } from './recursion-text.ts';
import { rejectedTitle, rejectionLines } from './rejection-text.ts';
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
  'order-key': { title: () => ORDER_KEY_TITLE, body: orderKeyBody },
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

/** How a table of what can happen ends, and how where it does not. */
const ENDING = ' *** DEADLOCK ***';
const REJECTED_ENDING = ' *** no DEADLOCK in this run ***';

/**
 * A finding in full. `count`: how often it was made. What the run does not bear out says so first.
 */
export function findingText(finding: Finding, count: number, context: FindingContext): string {
  const { rejection } = finding;
  const telling = TELLINGS[finding.type];
  const ending = context.ending ?? countLine(finding, count);
  const body = [...telling.body(finding, context), '', ending];
  if (rejection === undefined) return framed(telling.title(finding, context), context, body);
  const told = body.map((line) => (line === ENDING ? REJECTED_ENDING : line));
  return framed(rejectedTitle(finding), context, [...rejectionLines(rejection), '', ...told]);
}

/** What is found after the run has no moment at which it was first seen. */
function countLine(finding: Finding, count: number): string {
  if (finding.level === 'predicted') return predictedLine(count);
  return finding.type === 'order-key' ? ORDER_KEY_LINE : seenLine(finding, count);
}

function plainly(title: string): Telling {
  return { title: () => title, body: plainBody };
}
