import type {
  CycleStep,
  Finding,
  FindingType,
  HeldLockState,
  ThreadState,
} from '../validate/finding.ts';
import type { ChainSites, HeldStack } from './chain-sites.ts';
import type { OpPlace } from './op-place.ts';

/**
 * The finding with places of the trace for sites: the locks found it in this process, whose stack tells
 * nothing. `stack`: of the task that performs the op.
 */
export function placeFinding(
  finding: Finding,
  stack: HeldStack,
  sites: ChainSites,
  here: OpPlace,
): Finding {
  const site = here.site;
  const placed = (at: number | undefined) => (at === undefined ? [] : [here.of.siteOf(at)]);
  const threads = finding.threads.map((state): ThreadState => {
    const holds = state.holds.map((lock, i) => ({ ...lock, site: placed(stack.heldAt[i]) }));
    return state.wants === undefined
      ? { ...state, holds }
      : { ...state, holds, wants: { ...state.wants, site: [site] } };
  });
  const cycle = finding.cycle.map((step, index): CycleStep => {
    if (index === 0) return { ...step, site: [site], heldSite: heldSite(threads[0], step.from) };
    const { thread, at, heldAt } = sites.dependency(
      stack.thread,
      nodeOf(stack, step.from),
      nodeOf(stack, step.to),
    );
    return { ...step, thread, site: placed(at), heldSite: placed(heldAt) };
  });
  const state = STATE_TYPES.has(finding.type) ? placeState(finding, site) : {};
  return { ...finding, ...state, threads, cycle };
}

/** Findings whose details are the captured stack. */
const STATE_TYPES: ReadonlySet<FindingType> = new Set<FindingType>([
  'bad-unlock',
  'held-freed',
  'nest-lock',
]);

/** What one task did here: the captured stack makes way for the place, in the key as well. */
function placeState({ key, details }: Finding, site: string): Pick<Finding, 'key' | 'details'> {
  const [captured] = details;
  const kept = captured === undefined || captured === '' ? key : key.replace(captured, '');
  return { key: `${kept.trimEnd()} ${site}`, details: [site] };
}

/** Where the newest held lock of that name of a node was taken. */
function heldSite(state: ThreadState | undefined, node: string): readonly string[] {
  return state?.holds.findLast((lock) => nodeName(lock) === node)?.site ?? [];
}

function nodeName({ acquisition }: HeldLockState): string {
  const { class: name, subclass } = acquisition;
  return subclass === 0 ? name : `${name}/${subclass}`;
}

function nodeOf({ thread }: HeldStack, name: string): number {
  const { registry } = thread.evidence;
  return registry.nodes.findIndex((_, node) => registry.nodeName(node) === name);
}
