import { type CycleArc, type FeedbackArcs, feedbackArcs } from '../predict/feedback-arcs.ts';
import type { LockClassPlan, LockPlan, RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import type { Finding } from '../validate/finding.ts';
import { cycleLeft, cycleName, cyclesOf, unified } from './class-cycles.ts';
import { CutEnds } from './cut-ends.ts';
import { DependencySites, type NodeArc, placeOf } from './dependency-sites.ts';
import { type NodeStep, stepsOf } from './finding-steps.ts';
import { type CutSuggestion, reluctanceTo, suggestCut } from './suggest-cut.ts';

/** A dependency to do without: `to` is no longer to be acquired, or not so, while `from` is held. */
export interface EdgeToCut {
  /** Nodes of the order graph: class, or class/subclass. */
  readonly from: string;
  readonly to: string;
  /** Cycles of this run that it breaks. */
  readonly cycles: number;
  /** Cycles that this run has in all. */
  readonly cyclesInAll: number;
  /** Places where it is made, each of which has to change. */
  readonly sites: number;
  /** These places, by the innermost frame. */
  readonly places: readonly string[];
  /** Proven: no choice of edges breaks all cycles of the run with fewer sites. */
  readonly isLeast: boolean;
  readonly suggestion: CutSuggestion;
}

/** More than any reluctance to a suggestion. */
const KEEPS_PROMISES = 10;

/** Searches for further cycles, at most; a run has few. */
const ROUNDS_MAX = 50;

/**
 * The edges to cut so that none of the possible, predicted and confirmed deadlocks of a run remains,
 * with the fewest places to change: one set for all, ranked by the cycles that each breaks for its
 * sites. Those that the run does not bear out do not count. An order that the plan promises or primes
 * is meant to be, and is left alone where a cycle has anything else to cut.
 */
export function cutEdges(
  memory: SharedMemory,
  plan: RunPlan,
  findings: readonly Finding[],
): readonly EdgeToCut[] {
  const stepsOfEach = findings
    .map((finding) => ({ finding, steps: stepsOf(finding, plan.locks) }))
    .filter(({ steps }) => steps.length > 0);
  if (stepsOfEach.every(({ finding }) => finding.rejection !== undefined)) return [];
  const made = new DependencySites(new Evidence(memory, plan));
  const ends = new CutEnds(plan.locks.classes);
  const told = stepsOfEach.map(({ finding: { type, rejection }, steps }) => {
    return { type, stands: rejection === undefined, steps: unified(steps, made, ends) };
  });
  const standing = told.filter(({ stands }) => stands);
  const search = new CutSearch({
    made,
    arcs: new ArcBook(
      plan.locks,
      ends,
      made,
      standing.flatMap(({ steps }) => steps),
    ),
    // The first step of a circular order is the one that closed it.
    closing: standing.flatMap(({ type, steps }) => (type === 'circular' ? [steps[0]] : [])),
    rejected: new Set(told.filter(({ stands }) => !stands).map(({ steps }) => cycleName(steps))),
    isPassedOver: (node) => ends.of(node).isContext,
  });
  return search.run(standing.flatMap(({ steps }) => cyclesOf(steps, made)));
}

interface CutSearchParts {
  readonly made: DependencySites;
  readonly arcs: ArcBook;
  readonly closing: readonly NodeArc[];
  readonly rejected: ReadonlySet<string>;
  /** A node that comes with another one, which stands for both. */
  readonly isPassedOver: (node: string) => boolean;
}

/** Cuts the cycles that are known, looks for what is left of cycles, and does so again. */
class CutSearch {
  readonly #parts: CutSearchParts;
  readonly #cycles = new Map<string, readonly CycleArc[]>();

  constructor(parts: CutSearchParts) {
    this.#parts = parts;
  }

  run(told: readonly (readonly NodeArc[])[]): readonly EdgeToCut[] {
    let found = this.#add(told);
    let left = this.#left(found);
    for (let round = 0; left.length > 0 && round < ROUNDS_MAX; round++) {
      found = this.#add(left);
      left = this.#left(found);
    }
    const isLeast = left.length === 0 && found.sites === found.sitesLeast;
    const all = { cyclesInAll: this.#cycles.size, isLeast };
    return found.arcs.map((arc) => ({ ...arc, ...all, ...this.#parts.arcs.tell(arc) }));
  }

  #add(cycles: readonly (readonly NodeArc[])[]): FeedbackArcs {
    for (const cycle of cycles) {
      this.#cycles.set(cycleName(cycle), this.#parts.arcs.candidates(cycle));
    }
    return feedbackArcs([...this.#cycles.values()]);
  }

  /** One for each closing dependency that is not cut and still closes one. */
  #left({ arcs }: FeedbackArcs): readonly (readonly NodeArc[])[] {
    const { made, closing, rejected, isPassedOver } = this.#parts;
    const isCut = ({ from, to }: NodeArc) => arcs.some((arc) => arc.from === from && arc.to === to);
    return closing
      .filter((arc) => !isCut(arc))
      .map((arc) => {
        const isOut = (step: NodeArc) =>
          isCut(step) || (isPassedOver(step.to) && step.to !== arc.from);
        return cycleLeft(made, arc, isOut, (cycle) => rejected.has(cycleName(cycle)));
      })
      .filter((cycle) => cycle !== null);
  }
}

/**
 * The edge that a finding by itself would have cut, the one that closes its cycle; null: none. Of
 * classes that are not given only the name is known.
 */
export function cutOfFinding(
  finding: Finding,
  classes: readonly LockClassPlan[],
): EdgeToCut | null {
  const [step] = finding.rejection === undefined ? stepsOf(finding, { classes, locks: [] }) : [];
  if (step === undefined) return null;
  const ends = new CutEnds(classes);
  const [from, to] = [ends.of(step.from), ends.of(step.to)];
  return {
    from: step.from,
    to: step.to,
    cycles: 1,
    cyclesInAll: 1,
    sites: 1,
    places: [placeOf(step.site, to.kind)],
    isLeast: true,
    suggestion: suggestCut(from, to, { oneInstance: step.oneInstance, inReclaim: false }),
  };
}

/** What is known of each dependency of a cycle. */
class ArcBook {
  readonly #ends: CutEnds;
  readonly #intended: readonly (readonly string[])[];
  readonly #made: DependencySites;
  readonly #steps: readonly NodeStep[];

  constructor(plan: LockPlan, ends: CutEnds, made: DependencySites, steps: readonly NodeStep[]) {
    this.#ends = ends;
    this.#intended = [...plan.promises, ...(plan.primes ?? [])];
    this.#made = made;
    this.#steps = steps;
  }

  /** Those arcs of a cycle that may be cut. Of equals, what breaks a promise is cut. */
  candidates(cycle: readonly NodeArc[]): readonly CycleArc[] {
    const unintended = cycle.filter(({ from, to }) => !this.#isIntended(from, to));
    return (unintended.length > 0 ? unintended : cycle).map(({ from, to }) => {
      const { places, suggestion } = this.tell({ from, to });
      const keeps = this.#isIntended(to, from) ? 0 : KEEPS_PROMISES;
      return { from, to, sites: places.length, reluctance: reluctanceTo(suggestion) + keeps };
    });
  }

  tell({ from, to }: NodeArc): Pick<EdgeToCut, 'places' | 'suggestion'> {
    const [outer, inner] = [this.#ends.of(from), this.#ends.of(to)];
    const steps = this.#steps.filter((step) => step.from === from && step.to === to);
    const oneInstance = steps.length > 0 && steps.every((step) => step.oneInstance);
    const inReclaim = this.#made.isOfReclaim(from, to);
    const made = this.#made.of(from, to);
    const told = new Set(steps.map(({ site }) => placeOf(site, inner.kind)));
    const places = made.length > 0 ? made : told.size > 0 ? [...told] : [placeOf([], null)];
    return { places, suggestion: suggestCut(outer, inner, { oneInstance, inReclaim }) };
  }

  #isIntended(from: string, to: string): boolean {
    const [outer, inner] = [this.#ends.of(from).class, this.#ends.of(to).class];
    return this.#intended.some((line) => {
      const at = line.indexOf(outer);
      return at !== -1 && line.indexOf(inner) > at;
    });
  }
}
