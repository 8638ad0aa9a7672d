/** One dependency of a cycle: class `from` was held while `to` was acquired. */
export interface CycleArc {
  readonly from: string;
  readonly to: string;
  /** Distinct places that make it, each of which a cut has to change; at least 1. */
  readonly sites: number;
  /** Among sets of equal cost the arcs with the lower are taken; default 0. */
  readonly reluctance?: number;
}

export interface ArcToCut extends CycleArc {
  /** Cycles that go through it. */
  readonly cycles: number;
}

export interface FeedbackArcs {
  /** Together they break all cycles; the one that breaks most for its sites first. */
  readonly arcs: readonly ArcToCut[];
  /** Sites of all of them. */
  readonly sites: number;
  /** No set of arcs that breaks all cycles has fewer sites; equal to `sites`: this set is minimal. */
  readonly sitesLeast: number;
}

/** Cycles looked at in the search for the minimum: well under a second. */
const LOOKS_MAX = 2_000_000;

/**
 * The arcs to cut so that no cycle remains, at the least cost in sites. Among sets of equal cost the
 * one with fewer arcs, then the one with the arc that is cut least reluctantly, then the one whose
 * names come first. Exact by branch and bound, unless there
 * are so many cycles that it meets its limit; then the best set found, with the bound below which
 * none can be. It is at worst H(n) = 1 + 1/2 + ... + 1/n times the minimum for n cycles, since the
 * search begins with the greedy cover (Chvatal 1979).
 */
export function feedbackArcs(cycles: readonly (readonly CycleArc[])[]): FeedbackArcs {
  const search = new CoverSearch(cycles.filter(({ length }) => length > 0));
  return search.run();
}

interface Candidate extends ArcToCut {
  /** Numbers of the cycles that it breaks. */
  readonly breaks: readonly number[];
}

class CoverSearch {
  /** The least reluctant first, then by name. */
  readonly #arcs: readonly Candidate[];
  /** Per cycle the numbers of its arcs. */
  readonly #cycles: readonly (readonly number[])[];
  /** Per cycle how many chosen arcs break it. */
  readonly #broken: number[];
  #best: readonly number[] = [];
  #bestSites = 0;
  #looks = 0;

  constructor(cycles: readonly (readonly CycleArc[])[]) {
    this.#arcs = candidatesOf(cycles);
    const numbers = new Map(this.#arcs.map((arc, number) => [nameOf(arc), number]));
    this.#cycles = cycles.map((cycle) => [
      ...new Set(cycle.map((arc) => numbers.get(nameOf(arc)) as number)),
    ]);
    this.#broken = cycles.map(() => 0);
  }

  run(): FeedbackArcs {
    this.#setBest(this.#greedy());
    const bound = this.#disjointSites();
    this.#search([], 0, new Set());
    const sitesLeast = this.#looks > LOOKS_MAX ? bound : this.#bestSites;
    return { arcs: this.#ranked(), sites: this.#bestSites, sitesLeast };
  }

  /** Again and again the arc that breaks most for its sites; then without what became needless. */
  #greedy(): number[] {
    const chosen: number[] = [];
    while (this.#broken.includes(0)) {
      let best = 0;
      let bestWorth = 0;
      for (const [number, { breaks, sites }] of this.#arcs.entries()) {
        const worth = breaks.filter((cycle) => this.#broken[cycle] === 0).length / sites;
        if (worth > bestWorth) [best, bestWorth] = [number, worth];
      }
      chosen.push(best);
      this.#count(best, 1);
    }
    const needed = chosen.filter((number) => {
      const { breaks } = this.#arcs[number] as Candidate;
      const isNeeded = breaks.some((cycle) => this.#broken[cycle] === 1);
      if (!isNeeded) this.#count(number, -1);
      return isNeeded;
    });
    this.#broken.fill(0);
    return needed.sort((a, b) => a - b);
  }

  /**
   * Branches on the unbroken cycle with the fewest arcs left: one of them is in the set. What an
   * earlier branch has tried is banned in the later ones.
   */
  #search(chosen: readonly number[], sites: number, banned: Set<number>): void {
    this.#looks += this.#cycles.length;
    if (this.#looks > LOOKS_MAX) return;
    const open = this.#narrowest(banned);
    if (open === null) {
      if (this.#isBetter(chosen, sites)) this.#setBest([...chosen].sort((a, b) => a - b));
      return;
    }
    if (sites + this.#disjointSites(banned) > this.#bestSites) return;
    const newlyBanned: number[] = [];
    for (const arc of open) {
      this.#count(arc, 1);
      this.#search([...chosen, arc], sites + (this.#arcs[arc] as Candidate).sites, banned);
      this.#count(arc, -1);
      banned.add(arc);
      newlyBanned.push(arc);
    }
    for (const arc of newlyBanned) banned.delete(arc);
  }

  /** The arcs that may break the cycle that leaves least choice; null: all cycles are broken. */
  #narrowest(banned: ReadonlySet<number>): readonly number[] | null {
    let narrowest: readonly number[] | null = null;
    for (const [cycle, arcs] of this.#cycles.entries()) {
      if ((this.#broken[cycle] as number) > 0) continue;
      const left = arcs.filter((arc) => !banned.has(arc));
      if (narrowest === null || left.length < narrowest.length) narrowest = left;
    }
    return narrowest;
  }

  /** At least these sites are still needed: unbroken cycles without common arcs need one cut each. */
  #disjointSites(banned: ReadonlySet<number> = new Set()): number {
    const used = new Set<number>();
    let sites = 0;
    for (const [cycle, arcs] of this.#cycles.entries()) {
      if ((this.#broken[cycle] as number) > 0) continue;
      const left = arcs.filter((arc) => !banned.has(arc));
      if (left.some((arc) => used.has(arc))) continue;
      for (const arc of left) used.add(arc);
      sites += Math.min(...left.map((arc) => (this.#arcs[arc] as Candidate).sites));
    }
    return sites;
  }

  #isBetter(chosen: readonly number[], sites: number): boolean {
    if (sites !== this.#bestSites) return sites < this.#bestSites;
    if (chosen.length !== this.#best.length) return chosen.length < this.#best.length;
    const sorted = [...chosen].sort((a, b) => a - b);
    const differs = sorted.findIndex((arc, i) => arc !== this.#best[i]);
    return differs >= 0 && (sorted[differs] as number) < (this.#best[differs] as number);
  }

  #setBest(arcs: readonly number[]): void {
    this.#best = arcs;
    this.#bestSites = arcs.reduce((sum, arc) => sum + (this.#arcs[arc] as Candidate).sites, 0);
  }

  #count(arc: number, by: number): void {
    for (const cycle of (this.#arcs[arc] as Candidate).breaks) {
      this.#broken[cycle] = (this.#broken[cycle] as number) + by;
    }
  }

  #ranked(): readonly ArcToCut[] {
    return this.#best
      .map((number) => this.#arcs[number] as Candidate)
      .map(({ from, to, sites, cycles }) => ({ from, to, sites, cycles }))
      .sort((a, b) => b.cycles / b.sites - a.cycles / a.sites);
  }
}

/** All arcs of all cycles, in order. Told with different sites, an arc has the most of them. */
function candidatesOf(cycles: readonly (readonly CycleArc[])[]): readonly Candidate[] {
  const found = new Map<string, { arc: CycleArc; breaks: Set<number> }>();
  for (const [number, cycle] of cycles.entries()) {
    for (const arc of cycle) {
      const known = found.get(nameOf(arc));
      const sites = Math.max(arc.sites, known?.arc.sites ?? 1);
      const breaks = known?.breaks ?? new Set();
      found.set(nameOf(arc), { arc: { ...arc, sites }, breaks: breaks.add(number) });
    }
  }
  return [...found.entries()]
    .sort(([a, { arc }], [b, { arc: other }]) => {
      return (arc.reluctance ?? 0) - (other.reluctance ?? 0) || (a < b ? -1 : 1);
    })
    .map(([, { arc, breaks }]) => ({ ...arc, cycles: breaks.size, breaks: [...breaks] }));
}

function nameOf({ from, to }: CycleArc): string {
  return JSON.stringify([from, to]);
}
