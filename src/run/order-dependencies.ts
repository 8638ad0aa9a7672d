import type { SlotMeaning } from '../shared/lock-registry.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import type { CycleStep, Finding } from '../validate/finding.ts';
import { OrderGraph } from '../validate/order-graph.ts';
import { CutEnds } from './cut-ends.ts';
import { placeOf } from './dependency-sites.ts';
import { nodeOf } from './finding-steps.ts';

export type HoldMode = 'write' | 'read';

/** `to` was acquired while `from` was held: an edge of the order graph, as it was first seen. */
export interface OrderDependency {
  /** Class, or class/subclass. */
  readonly from: string;
  readonly to: string;
  /** How `from` was held, of all the times. */
  readonly held: readonly HoldMode[];
  /** `recursive-read`: by a reader whom other readers never block. */
  readonly acquired: HoldMode | 'recursive-read';
  /** `from` had been taken by a try or with a time limit: nothing leads to it, it leads on. */
  readonly heldByTry: boolean;
  /** Class under which `to` was nested, for example its acquire context; null: none. */
  readonly nestedUnder: string | null;
  /** What the design promises of these two; null: nothing. */
  readonly promise: 'kept' | 'broken' | null;
  /** Known before the run; no thread had to show it. */
  readonly primed: boolean;
  /** It closes a cycle of the others. Those stay in order among each other. */
  readonly closesCycle: boolean;
  readonly thread: string;
  readonly operation: string;
  /** Innermost frame where `to` was acquired, and where `from` had been; null: not known. */
  readonly site: string | null;
  readonly heldSite: string | null;
}

/** Primed chains were taken by no thread. */
const NOBODY = 0;
const MODES: readonly { readonly fromShared: boolean; readonly name: HoldMode }[] = [
  { fromShared: false, name: 'write' },
  { fromShared: true, name: 'read' },
];

/**
 * The order graph of an ended run, and with it the edges that it left out because they close a cycle.
 * As the graph, it leaves out what follows from other edges (see enterDependencies). Empty at levels
 * that check no order.
 */
export function readDependencies(
  memory: SharedMemory,
  plan: RunPlan,
  findings: readonly Finding[],
): readonly OrderDependency[] {
  if (plan.level === 'off' || plan.level === 'stats') return [];
  const evidence = new Evidence(memory, plan);
  const graph = new OrderGraph(memory, evidence.registry);
  const nodes = [...evidence.registry.nodes.keys()];
  const seen = nodes.flatMap((from) =>
    nodes.flatMap((to) => {
      const held = MODES.filter(({ fromShared }) =>
        [false, true].some((toRecursive) => graph.has(from, to, { fromShared, toRecursive })),
      ).map(({ name }) => name);
      return held.length === 0 ? [] : [edgeOf(evidence, graph, { from, to, held })];
    }),
  );
  const known = new Set(seen.map(nameOf));
  const closing = new Map<string, OrderDependency>();
  for (const dependency of findings.flatMap((finding) => closingOf(evidence, finding))) {
    const name = nameOf(dependency);
    if (!known.has(name) && !closing.has(name)) closing.set(name, dependency);
  }
  return [...seen, ...closing.values()];
}

interface SeenEdge {
  readonly from: number;
  readonly to: number;
  readonly held: readonly HoldMode[];
}

function edgeOf(
  evidence: Evidence,
  graph: OrderGraph,
  { from, to, held }: SeenEdge,
): OrderDependency {
  const { chains, registry, plan } = evidence;
  const chain = graph.chainOf(from, to);
  const taken = registry.slots[chains.slotOf(chain)];
  const below = meaningBelow(evidence, chain, from);
  const nested = taken === undefined ? undefined : plan.locks.classes[taken.nestClass];
  return {
    ...placed(evidence, evidence.dependency(from, to, chain)),
    held,
    acquired: taken?.recursive === true ? 'recursive-read' : modeOf(taken?.shared === true),
    heldByTry: below?.tried === true,
    nestedUnder: nested?.name ?? null,
    primed: chains.threadOf(chain) === NOBODY,
    closesCycle: false,
  };
}

/** How `node` was held when the chain's newest lock was acquired. */
function meaningBelow({ chains, registry }: Evidence, chain: number, node: number) {
  let found: SlotMeaning | undefined;
  for (let at = chains.parentOf(chain); !chains.isRoot(at); at = chains.parentOf(at)) {
    const meaning = registry.slots[chains.slotOf(at)];
    if (meaning?.node === node) found ??= meaning;
  }
  return found;
}

/** The first step of a circular order is the one that closed it; a recursion is but one. */
function closingOf(evidence: Evidence, finding: Finding): OrderDependency[] {
  const [step] = finding.cycle;
  const isOfOrder = finding.type === 'circular' || finding.type === 'recursion';
  if (!isOfOrder || step === undefined) return [];
  const [state] = finding.threads;
  const held = state?.holds.find(({ acquisition }) => nodeOf(acquisition) === step.from);
  return [
    {
      ...placed(evidence, step),
      held: [modeOf(held?.acquisition.mode === 'shared')],
      acquired: modeOf(state?.wants?.acquisition.mode === 'shared'),
      heldByTry: held?.acquisition.tried === true,
      nestedUnder: null,
      primed: false,
      closesCycle: true,
    },
  ];
}

function placed(
  { plan }: Evidence,
  { from, to, thread, operation, site, heldSite }: CycleStep,
): Pick<OrderDependency, 'from' | 'to' | 'promise' | 'thread' | 'operation' | 'site' | 'heldSite'> {
  const ends = new CutEnds(plan.locks.classes);
  const [outer, inner] = [ends.of(from), ends.of(to)];
  return {
    from,
    to,
    promise: promiseOf(plan.locks.promises, outer.class, inner.class),
    thread,
    operation,
    site: site.length === 0 ? null : placeOf(site, inner.kind),
    heldSite: heldSite.length === 0 ? null : placeOf(heldSite, outer.kind),
  };
}

function promiseOf(
  lines: readonly (readonly string[])[],
  outer: string,
  inner: string,
): OrderDependency['promise'] {
  if (outer === inner) return null;
  for (const line of lines) {
    const [from, to] = [line.indexOf(outer), line.indexOf(inner)];
    if (from !== -1 && to !== -1) return from < to ? 'kept' : 'broken';
  }
  return null;
}

function modeOf(shared: boolean): HoldMode {
  return shared ? 'read' : 'write';
}

function nameOf({ from, to }: OrderDependency): string {
  return JSON.stringify([from, to]);
}
