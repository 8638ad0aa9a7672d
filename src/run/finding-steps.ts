import type { LockPlan } from '../shared/plan.ts';
import type { AcquisitionName, Finding, ThreadState } from '../validate/finding.ts';
import type { NodeArc } from './dependency-sites.ts';
import { SIGNALLING_CLASS } from './suggest-cut.ts';

/** Which class each lock is of. */
type Instances = Pick<LockPlan, 'classes' | 'locks'>;

/** A dependency of a finding's cycle, between nodes. */
export interface NodeStep extends NodeArc {
  /** Where `to` was acquired. */
  readonly site: readonly string[];
  /** From a lock to itself. */
  readonly oneInstance: boolean;
}

/**
 * The dependencies of a finding that can deadlock, between nodes; those of deadlocks are told between
 * instances. Empty for a finding of another type, and where no lock was held that another thread wants.
 */
export function stepsOf(finding: Finding, locks: Instances): readonly NodeStep[] {
  switch (finding.type) {
    case 'circular':
      return finding.cycle.map((step) => ({ ...step, oneInstance: false }));
    case 'recursion': {
      const [wanted, held] = finding.locks;
      const oneInstance = wanted !== undefined && wanted.name === held?.name;
      return finding.cycle.map((step) => ({ ...step, oneInstance }));
    }
    case 'deadlock':
      return finding.cycle.length === 0
        ? stepsOfKnot(finding, locks)
        : stepsOfWaits(finding, locks);
    default:
      return [];
  }
}

/** A cycle of waits, between the nodes by which its locks were taken. */
function stepsOfWaits({ cycle, threads }: Finding, locks: Instances): NodeStep[] {
  return cycle.flatMap((step) => {
    const state = threads.find(({ thread }) => thread === step.thread);
    const held = state?.holds.find(({ name }) => name === step.from);
    const oneInstance = step.from === step.to;
    // Who holds nothing and only stands in the queue depends on nothing that it could do without.
    if (oneInstance && held === undefined) return [];
    const wants = state?.wants?.name === step.to ? state.wants : undefined;
    return [
      {
        from: held === undefined ? classOf(step.from, locks) : nodeOf(held.acquisition),
        to: wants === undefined ? classOf(step.to, locks) : nodeOf(wants.acquisition),
        site: step.site,
        oneInstance,
      },
    ];
  });
}

/** Who is stuck for good, with each lock that it keeps from another one that is. */
function stepsOfKnot({ threads }: Finding, { classes }: Instances): NodeStep[] {
  const wanted = new Set(threads.map(({ wants }) => wants?.name));
  const fences = new Set(classes.filter(({ kind }) => kind === 'fence').map(({ name }) => name));
  // Who is in such a section keeps a fence from those who wait for it.
  if (threads.some(({ wants }) => fences.has(wants?.class ?? ''))) wanted.add(SIGNALLING_CLASS);
  return threads.flatMap(({ wants, holds }: ThreadState) => {
    if (wants === undefined) return [];
    return holds
      .filter(({ name }) => wanted.has(name))
      .map(({ name, acquisition }) => ({
        from: nodeOf(acquisition),
        to: nodeOf(wants.acquisition),
        site: wants.site,
        oneInstance: name === wants.name,
      }));
  });
}

/** As the order graph names it. */
export function nodeOf({ class: name, subclass }: AcquisitionName): string {
  return subclass === 0 ? name : `${name}/${subclass}`;
}

function classOf(lock: string, { classes, locks }: Instances): string {
  const instance = locks.find(({ name }) => name === lock);
  return instance === undefined ? lock : classes[instance.classIndex].name;
}
