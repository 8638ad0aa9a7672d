import type { OrderDependency } from '../../run/order-dependencies.ts';
import type { OrderEdge } from '../graph/order-graph.ts';
import type { Cut, CycleEdge, FoundFinding, StressRun } from './stress-part.ts';

/** An edge of a run's lock order, with what was found of it. */
export interface FoundEdge extends OrderEdge {
  /** How the two were taken; empty: not told. */
  readonly modes: string;
  /** What the design promises of the two. */
  readonly promise: string;
  /** Findings that it is part of, those that the run does not bear out too. */
  readonly findings: number;
  /** The highest level of these; null: there is none. */
  readonly level: string | null;
  /** Who showed it first. */
  readonly by: string;
  readonly site: string | null;
  readonly heldSite: string | null;
}

const LEVELS = ['not in this run', 'possible', 'predicted', 'confirmed'];

/**
 * The whole lock order of a run, then what its findings add: dependencies that are no order, as on
 * fences. Of documents that do not tell the order, the findings' dependencies alone.
 */
export function orderEdgesOf(run: StressRun): readonly FoundEdge[] {
  const edges = new Map<string, FoundEdge>();
  for (const edge of run.dependencies) edges.set(keyOf(edge), seenEdge(edge, run.cuts));
  for (const finding of run.findings) {
    for (const step of finding.cycle) {
      const [from, to] = [classOf(step.from, finding), classOf(step.to, finding)];
      const key = nearestKey(edges, from, to);
      const known = edges.get(key) ?? stepEdge(step, from, to, run.cuts);
      edges.set(key, {
        ...known,
        findings: known.findings + 1,
        level: higher(known.level, levelOf(finding)),
      });
    }
  }
  return [...edges.values()];
}

function seenEdge(edge: OrderDependency, cuts: readonly Cut[]): FoundEdge {
  const { from, to, held, acquired, heldByTry, nestedUnder, primed } = edge;
  const modes = [
    `${held.join(' or ')}, then ${acquired}`,
    ...(heldByTry ? ['held by a try'] : []),
    ...(nestedUnder === null ? [] : [`nested under ${nestedUnder}`]),
  ];
  return {
    from,
    to,
    isCut: cuts.some((cut) => isOf(cut, from, to)),
    isWeak: heldByTry || primed,
    modes: modes.join('; '),
    promise: edge.promise ?? 'none',
    findings: 0,
    level: null,
    by: primed ? 'known before the run' : `${edge.thread} in ${edge.operation}`,
    site: edge.site,
    heldSite: edge.heldSite,
  };
}

function stepEdge(step: CycleEdge, from: string, to: string, cuts: readonly Cut[]): FoundEdge {
  const { thread, operation, site, heldSite } = step;
  return {
    from,
    to,
    isCut: cuts.some((cut) => isOf(cut, from, to)),
    isWeak: false,
    modes: '',
    promise: 'none',
    findings: 0,
    level: null,
    by: `${thread} in ${operation}`,
    site,
    heldSite,
  };
}

function keyOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return JSON.stringify([from, to]);
}

/** The edge itself, or else one between the same classes: an instance does not know its subclass. */
function nearestKey(edges: ReadonlyMap<string, FoundEdge>, from: string, to: string): string {
  const key = keyOf({ from, to });
  if (edges.has(key)) return key;
  const alike = [...edges].find(
    ([, edge]) => plain(edge.from) === from && plain(edge.to) === to && edge.from !== edge.to,
  );
  return alike?.[0] ?? key;
}

/** What happened is told by instance, and drawn by class. */
function classOf(name: string, { locks, threads }: FoundFinding): string {
  const all = [...locks, ...threads.flatMap(({ holds }) => holds)];
  return all.find((lock) => lock.name === name)?.class ?? name;
}

/** A cut names nodes with their subclass, an instance knows its class alone. */
function isOf(cut: Cut, from: string, to: string): boolean {
  const is = (node: string, name: string) => node === name || plain(node) === name;
  return is(cut.from, from) && is(cut.to, to);
}

/** Without its subclass. */
function plain(node: string): string {
  return node.replace(/\/\d+$/, '');
}

function levelOf({ level, rejection }: FoundFinding): string {
  return rejection === null ? level : (LEVELS[0] as string);
}

function higher(known: string | null, level: string): string {
  return known !== null && LEVELS.indexOf(known) >= LEVELS.indexOf(level) ? known : level;
}
