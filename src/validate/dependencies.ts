import type { Attempt, HeldEntry } from './attempt.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { OrderGraph } from './order-graph.ts';
import { circularFinding, edgeKind } from './rules/circular.ts';
import { checkPromise } from './rules/promise.ts';

/** Whether the graph has an edge from a held lock to the wanted one; `told`: it would close a cycle. */
type Link = 'none' | 'present' | 'told';

/**
 * Enters what an acquisition that waits shows: every held lock leads to the wanted one. Newest first,
 * and a deeper lock gets no edge of its own where the graph leads from it to the wanted one already,
 * through a lock above it. The graph does not always: nothing leads to a lock that was tried, to one
 * that an outer lock serialised, nor to one whose edge would have closed a cycle; and what leads to a
 * recursive reader makes no strong path with what leads on from it (see OrderGraph). lockdep stops at
 * the first lock that was not tried and misses the orders behind the others.
 *
 * An order behind one that was told belongs to the same mistake: it is entered, and not told again.
 * Answers what there is to tell; the caller holds the graph latch.
 */
export function enterDependencies(
  evidence: Evidence,
  graph: OrderGraph,
  attempt: Attempt,
  chain: number,
): Finding[] {
  const findings: Finding[] = [];
  const links: Link[] = attempt.held.map(() => 'none');
  const to = attempt.meaning.node;
  for (let i = attempt.held.length - 1; i >= 0; i--) {
    const held = attempt.held[i] as HeldEntry;
    const from = held.meaning.node;
    const kind = edgeKind(held, attempt.meaning);
    if (from === to) continue;
    const behind = linkBehind(graph, attempt.held, i, links);
    if (behind === 'present' || graph.has(from, to, kind)) {
      links[i] = 'present';
      continue;
    }
    const broken = behind === 'told' ? null : checkPromise(evidence, attempt, held, chain);
    if (broken !== null) findings.push(broken);
    const path = graph.closingPath(from, to, kind);
    if (path === null) graph.add(from, to, kind, chain);
    else if (behind === 'none') {
      findings.push(circularFinding(evidence, graph, attempt, held, path, chain));
    }
    links[i] = path === null ? 'present' : 'told';
  }
  return findings;
}

/** How the lock at `index` leads to the wanted one through a lock that was taken after it. */
function linkBehind(
  graph: OrderGraph,
  held: readonly HeldEntry[],
  index: number,
  links: readonly Link[],
): Link {
  const { meaning } = held[index] as HeldEntry;
  const kind = { fromShared: meaning.shared, toRecursive: false };
  let link: Link = 'none';
  for (let above = index + 1; above < held.length; above++) {
    const through = (held[above] as HeldEntry).meaning;
    if (links[above] === 'none' || through.tried || through.recursive) continue;
    if (!graph.has(meaning.node, through.node, kind)) continue;
    if (links[above] === 'present') return 'present';
    link = 'told';
  }
  return link;
}
