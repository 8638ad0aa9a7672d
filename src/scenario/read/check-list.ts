import type { UsageError } from '../../base/errors.ts';
import { SCENARIO_LIMITS } from '../limits.ts';
import type { ScenarioOp, Verb } from '../scenario.ts';
import { HeldState } from './held-state.ts';
import type { PlacedOp } from './read-operation.ts';

/** What an `alloc` adds to what its thread holds. */
export interface ReclaimDemand {
  /** Most that the list holds at a time. */
  readonly depth: number;
  readonly beginsContext: boolean;
}

export interface CheckedList {
  readonly ops: readonly ScenarioOp[];
  /** Most that is held at a time. */
  readonly depth: number;
}

/** Operations on the ways of a refused try that are looked at, over all tries of a list. */
const DETOUR_OPERATIONS_MAX = 200_000;

/**
 * Checks a list of operations as one thread runs it, and finds out where each refused try goes on.
 * `reclaim`: what `alloc` runs inside.
 *
 * @throws {UsageError} at the first operation that does not go with those before it, or is missing
 *   its other half
 */
export function checkList(
  placed: readonly PlacedOp[],
  lockNames: readonly string[],
  reclaim: ReclaimDemand,
): CheckedList {
  const state = new HeldState(lockNames);
  const before = new Map<number, HeldState>();
  const skipTo = new Map<number, number>();
  const detours: Detour[] = [];
  let depth = 0;
  placed.forEach((item, index) => {
    const { op } = item;
    if ('skipTo' in op && mayBeRefused(op.verb)) before.set(index, state.copy());
    checkRoom(item, state, reclaim);
    const step = state.apply(op, index);
    if (step.kind === 'wrong') throw item.entry.fault(step.misstep.message, step.misstep.mend);
    depth = Math.max(depth, state.depth);
    checkDepth(item, state.depth);
    const taker = step.released;
    const start = taker === undefined ? undefined : before.get(taker);
    if (taker === undefined || start === undefined) return;
    skipTo.set(taker, index + 1);
    if (start.signature !== state.signature) detours.push({ taker, start, from: index + 1 });
  });
  checkEnd(placed, state, skipTo);
  checkDetours(placed, detours);
  return { depth, ops: placed.map(({ op }, index) => goingOn(op, skipTo.get(index))) };
}

function mayBeRefused(verb: Verb): boolean {
  return verb === 'trylock' || verb === 'timedlock' || verb === 'tryread' || verb === 'trywrite';
}

function goingOn(op: ScenarioOp, skipTo: number | undefined): ScenarioOp {
  const { skipTo: _, ...rest } = op as ScenarioOp & { readonly skipTo?: number };
  return (skipTo === undefined ? rest : { ...rest, skipTo }) as ScenarioOp;
}

function checkRoom({ op, entry }: PlacedOp, state: HeldState, reclaim: ReclaimDemand): void {
  const inside = op.verb === 'alloc' && state.mayReclaim;
  if (inside) checkDepth({ op, entry }, state.depth + reclaim.depth + 1);
  if (inside && reclaim.beginsContext && state.context !== null) {
    throw entry.fault(
      `"alloc" runs a reclaim list with a context of its own while ${state.context} is live`,
      'one context at a time: end it before, or allocate in a nofs scope',
    );
  }
}

function checkDepth({ entry }: PlacedOp, held: number): void {
  if (held <= SCENARIO_LIMITS.held) return;
  throw entry.fault(
    `${held} locks, contexts and sections are held at a time`,
    `at most ${SCENARIO_LIMITS.held} can be told apart: release some before`,
  );
}

function checkEnd(
  placed: readonly PlacedOp[],
  state: HeldState,
  skipTo: ReadonlyMap<number, number>,
): void {
  const exits = placed.some(({ op }) => op.verb === 'exit');
  const open = state.leftovers().sort((a, b) => a.by - b.by);
  for (const { by, message, mend } of open) {
    const { op, entry } = placed[by] as PlacedOp;
    if (mayBeRefused(op.verb) && !skipTo.has(by)) {
      const where = 'the release behind which it goes on when it is refused';
      throw entry.fault(`"${op.text}" lacks its other half: ${message}`, `${mend}, ${where}`);
    }
    if (!exits) throw entry.fault(`"${op.text}" lacks its other half: ${message}`, mend);
  }
}

/** The way of a refused try on which not everything is as it would be otherwise. */
interface Detour {
  /** The try. */
  readonly taker: number;
  /** What is held when it is refused. */
  readonly start: HeldState;
  readonly from: number;
}

/** A lock that is still held at the end of a detour is what such a program is about; no unlock is. */
function checkDetours(placed: readonly PlacedOp[], detours: readonly Detour[]): void {
  let rest = DETOUR_OPERATIONS_MAX;
  for (const { taker, start, from } of detours) {
    for (let index = from; index < placed.length && rest > 0; index++, rest--) {
      const { op, entry } = placed[index] as PlacedOp;
      if (op.verb === 'exit') break;
      const step = start.apply(op, index);
      if (step.kind === 'done') continue;
      throw refusedFault(placed[taker] as PlacedOp, entry.fault.bind(entry), step.misstep);
    }
  }
}

function refusedFault(
  { op }: PlacedOp,
  fault: (message: string, mend: string) => UsageError,
  { message, mend }: { readonly message: string; readonly mend: string },
): UsageError {
  const when = `where "${op.text}" of line ${op.line} is refused: `;
  return fault(`${when}${message}`, `${mend}, or move it in front of that one's release`);
}
