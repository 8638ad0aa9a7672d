import { POINT, POINT_SHARED } from '../../schedule/schedule-view.ts';
import type { ScenarioOp } from '../scenario.ts';
import { type ContextGroups, locksUnder } from './context-groups.ts';
import { OP } from './model-program.ts';
import { PLACES, type StateLayout, ZERO } from './state-layout.ts';

/** What an operation becomes; see CODE for the words. */
export interface Instruction {
  readonly op: number;
  readonly word?: number;
  /** A step that can always be taken has none. */
  readonly guard?: { readonly word: number; readonly value: number };
  readonly extra?: number;
  readonly value?: number;
  /** Owner words of the ww-mutexes that it takes. */
  readonly takes?: readonly number[];
  readonly point: number;
}

/** What instructions refer to. */
export interface Surroundings {
  readonly layout: StateLayout;
  readonly groups: ContextGroups;
  /** Of each thread the node of its end. */
  readonly ends: ArrayLike<number>;
}

const NEVER = { word: ZERO, value: 1 };
const RULED = { word: -1, value: 0 };

/** At the end, in a queue, before the start: a thread does nothing of itself. */
export const REST: Instruction = { op: OP.rest, guard: NEVER, point: 0 };

/** Bookkeeping and the like do nothing either, but can. */
const PAUSE: Instruction = { op: OP.set, point: POINT.pass };

export function instructionOf(op: ScenarioOp, thread: number, around: Surroundings): Instruction {
  switch (op.verb) {
    case 'spawn':
      return { op: OP.spawn, extra: op.thread, point: POINT.signal };
    case 'join': {
      const guard = { word: PLACES + op.thread, value: around.ends[op.thread] };
      return { op: OP.set, guard, extra: op.thread, point: POINT.wait };
    }
    case 'ww_begin':
    case 'ww_end':
    case 'ww_lock':
    case 'ww_lock_all':
      return contextInstruction(op, thread, around);
    default:
      return 'lock' in op ? lockInstruction(op, thread + 1, around.layout) : PAUSE;
  }
}

function contextInstruction(
  op: ScenarioOp & { readonly context: string },
  thread: number,
  { groups, layout }: Surroundings,
): Instruction {
  const extra = groups.ofContext(thread, op.context);
  if (op.verb === 'ww_begin') return { op: OP.wwBegin, extra, point: POINT.pass };
  if (op.verb === 'ww_end') return { op: OP.wwEnd, extra, point: POINT.pass };
  const takes = locksUnder(op).map((lock) => layout.lockWord[lock] as number);
  // It may be told to back off.
  return { op: OP.wwTake, guard: RULED, extra, takes, point: POINT.timed };
}

type LockOp = ScenarioOp & { readonly lock: number };

function lockInstruction(op: LockOp, id: number, layout: StateLayout): Instruction {
  const word = layout.lockWord[op.lock] as number;
  switch (op.verb) {
    case 'lock':
      return { op: OP.set, word, value: id, guard: { word, value: 0 }, point: POINT.acquire };
    case 'trylock':
      return { op: OP.trySet, word, value: id, point: POINT.try };
    case 'timedlock':
      return { op: OP.trySet, word, value: id, point: POINT.timed };
    case 'unlock':
      return { op: OP.set, word, value: 0, point: POINT.release };
    case 'wait':
    case 'fence_wait':
      return { op: OP.set, guard: { word, value: 1 }, point: POINT.wait };
    case 'complete':
    case 'fence_signal':
      return { op: OP.set, word, value: 1, point: POINT.signal };
    case 'cond_wait':
      return { op: OP.listen, point: POINT.wait };
    case 'cond_signal':
      return { op: OP.call, point: POINT.signal };
    case 'ww_unlock':
      return { op: OP.wwUnlock, word, point: POINT.release };
    default:
      return semaphoreInstruction(op, word, layout.readsWord[op.lock] as number);
  }
}

function semaphoreInstruction({ verb }: LockOp, word: number, extra: number): Instruction {
  switch (verb) {
    case 'read':
      return { op: OP.read, word, extra, point: POINT.acquire | POINT_SHARED };
    case 'write':
      return { op: OP.write, word, extra, point: POINT.acquire };
    case 'tryread':
      return { op: OP.tryRead, word, extra, point: POINT.try | POINT_SHARED };
    case 'trywrite':
      return { op: OP.tryWrite, word, extra, point: POINT.try };
    case 'unread':
      return { op: OP.unread, word, extra, point: POINT.release | POINT_SHARED };
    case 'unwrite':
      return { op: OP.unwrite, word, extra, point: POINT.release };
    default:
      return { op: OP.downgrade, word, extra, point: POINT.release };
  }
}
