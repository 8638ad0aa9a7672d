import { type LockKind, PAUSE } from '../shared/plan.ts';
import { CONTROL } from '../shared/memory-map.ts';
import type { Evidence } from '../validate/evidence.ts';

/** Kinds that are waited for without being held: they can be part of a deadlock in any place. */
const EVENTS: readonly LockKind[] = ['completion', 'fence'];

/**
 * Where threads need to pause, by class, as the chains of a run show it: a class that was never held
 * together with another lock is only passed through, and one that somebody tries also matters when it
 * is released. Fewer points mean that far fewer schedules are as good as all.
 */
export function nestingPauses(evidence: Evidence): Readonly<Record<string, number>> {
  const { registry, chains, memory, plan } = evidence;
  const control = memory.region(CONTROL);
  const roots = plan.operations.length;
  const count = memory.i32[control.base + control.word.chains];
  const nested = new Set<number>();
  const tried = new Set<number>();
  for (let chain = roots + 1; chain <= roots + count; chain++) {
    const meaning = registry.slots[chains.slotOf(chain)];
    if (meaning === undefined) continue;
    if (meaning.tried) tried.add(meaning.classIndex);
    const parent = chains.parentOf(chain);
    const below = chains.isRoot(parent) ? undefined : registry.slots[chains.slotOf(parent)];
    if (below === undefined) continue;
    nested.add(meaning.classIndex).add(below.classIndex);
  }
  return Object.fromEntries(
    plan.locks.classes.map(({ name, kind }, classIndex) => {
      const matters = nested.has(classIndex) || EVENTS.includes(kind);
      const acquire = matters ? PAUSE.acquire : 0;
      return [name, tried.has(classIndex) ? acquire | PAUSE.release : acquire];
    }),
  );
}
