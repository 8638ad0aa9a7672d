import { HeldState } from '../scenario/read/held-state.ts';
import type { ScenarioOp } from '../scenario/scenario.ts';

/**
 * The operations of a list, by their index, in pieces of those that go together: an acquisition and its
 * release, the beginning and the end of a section or a context, each other operation by itself. In the
 * order of their first operations, so that a piece stands before those inside of it.
 */
export function piecesOf(
  ops: readonly ScenarioOp[],
  lockNames: readonly string[],
): readonly (readonly number[])[] {
  const openers = openersOf(ops, lockNames);
  const pieces = new Map<number, number[]>();
  openers.forEach((opener, index) => {
    const piece = pieces.get(opener);
    if (piece === undefined) pieces.set(opener, [index]);
    else piece.push(index);
  });
  return [...pieces.values()].sort(([a = 0], [b = 0]) => a - b);
}

/** Of each operation the one with which its piece begins. */
function openersOf(ops: readonly ScenarioOp[], lockNames: readonly string[]): number[] {
  const state = new HeldState(lockNames);
  const sections = new OpenSections();
  return ops.map((op, index) => {
    const opener = op.verb === 'downgrade' ? writerOf(op, state) : sections.openerOf(op, index);
    const step = state.apply(op, index);
    return (step.kind === 'done' ? step.released : undefined) ?? opener;
  });
}

/** Who took what is downgraded: whoever the release of a reader would give it back for, if it came now. */
function writerOf(op: ScenarioOp & { readonly lock: number }, state: HeldState): number {
  const probe = state.copy();
  probe.apply(op, -1);
  const { lock, line, text } = op;
  const step = probe.apply({ verb: 'unread', lock, line, text }, -1);
  return step.kind === 'done' ? (step.released ?? -1) : -1;
}

class OpenSections {
  readonly #nofs: number[] = [];
  readonly #signalling: number[] = [];
  #context = -1;

  openerOf({ verb }: ScenarioOp, index: number): number {
    switch (verb) {
      case 'nofs':
        this.#nofs.push(index);
        return index;
      case 'endnofs':
        return this.#nofs.pop() ?? index;
      case 'begin_signalling':
        this.#signalling.push(index);
        return index;
      case 'end_signalling':
        return this.#signalling.pop() ?? index;
      case 'ww_begin':
        this.#context = index;
        return index;
      case 'ww_end':
        return this.#context;
      default:
        return index;
    }
  }
}

/**
 * Whether a list of operations, some of which were left out, is one that a file may have: what is given
 * back was taken, also where a try is refused, and what was taken is given back. `reclaim`: what `alloc`
 * runs inside.
 */
export function isSound(
  ops: readonly ScenarioOp[],
  lockNames: readonly string[],
  reclaim: readonly ScenarioOp[],
): boolean {
  const state = new HeldState(lockNames);
  const beginsContext = reclaim.some(({ verb }) => verb === 'ww_begin');
  for (const [index, op] of ops.entries()) {
    const inside = op.verb === 'alloc' && state.mayReclaim && beginsContext;
    if (inside && state.context !== null) return false;
    const refused = 'skipTo' in op ? state.copy() : null;
    if (state.apply(op, index).kind === 'wrong') return false;
    if (refused !== null && 'skipTo' in op && !runs(ops, op.skipTo, refused)) return false;
  }
  return ops.some(({ verb }) => verb === 'exit') || state.leftovers().length === 0;
}

function runs(ops: readonly ScenarioOp[], from: number, state: HeldState): boolean {
  for (let index = from; index < ops.length; index++) {
    const op = ops[index] as ScenarioOp;
    if (op.verb === 'exit') return true;
    if (state.apply(op, index).kind === 'wrong') return false;
  }
  return true;
}
