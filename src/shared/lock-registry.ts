import { assert } from '../base/assert.ts';
import { UsageError } from '../base/errors.ts';
import type { RegistrySizes } from './memory-map.ts';
import type { LockClassPlan, LockKind, LockPlan } from './plan.ts';

/**
 * Numbers for everything that can be asked of a lock class. A *slot* is one way to acquire a class:
 * (variant, shared, tried). A *node* is what the order graph knows: (class, subclass). A variant is a
 * subclass; a ww-mutex has one variant more, "under an acquire context", which is the same node.
 *
 * slot = slotBase[class] + variant * 4 + shared * 2 + tried
 */
export const SLOTS_PER_VARIANT = 4;
export const SHARED = 2;
export const TRIED = 1;
export const SUBCLASSES_MAX = 8;

export interface SlotMeaning {
  readonly classIndex: number;
  readonly subclass: number;
  readonly shared: boolean;
  readonly tried: boolean;
  readonly underContext: boolean;
  readonly node: number;
}

export class LockRegistry {
  readonly plan: LockPlan;
  readonly slots: readonly SlotMeaning[];
  readonly nodes: readonly { readonly classIndex: number; readonly subclass: number }[];
  readonly #slotBase: number[] = [];
  readonly #classByName = new Map<string, number>();

  constructor(plan: LockPlan) {
    this.plan = plan;
    const slots: SlotMeaning[] = [];
    const nodes: { classIndex: number; subclass: number }[] = [];
    plan.classes.forEach((lockClass, classIndex) => {
      checkClass(lockClass);
      this.#slotBase.push(slots.length);
      this.#classByName.set(lockClass.name, classIndex);
      const nodeBase = nodes.length;
      for (let subclass = 0; subclass < lockClass.subclasses; subclass++) {
        nodes.push({ classIndex, subclass });
      }
      for (let variant = 0; variant < variantsOf(lockClass); variant++) {
        const underContext = variant === lockClass.subclasses;
        const subclass = underContext ? 0 : variant;
        slots.push(...slotsOfVariant(classIndex, subclass, underContext, nodeBase + subclass));
      }
    });
    assert(this.#classByName.size === plan.classes.length, 'two lock classes share a name');
    this.slots = slots;
    this.nodes = nodes;
  }

  get sizes(): RegistrySizes {
    return { slots: this.slots.length, nodes: this.nodes.length };
  }

  /** First slot of a class: exclusive, blocking, subclass 0. */
  slotOf(classIndex: number, variant = 0): number {
    return (this.#slotBase[classIndex] as number) + variant * SLOTS_PER_VARIANT;
  }

  /** The variant "under an acquire context" of a ww-mutex class. */
  contextVariant(classIndex: number): number {
    return (this.plan.classes[classIndex] as LockClassPlan).subclasses;
  }

  /** @throws {UsageError} for a class that the plan does not declare. */
  classIndex(name: string): number {
    const index = this.#classByName.get(name);
    if (index === undefined) {
      throw new UsageError(
        `no lock class is named "${name}"`,
        `declare it, or use one of: ${[...this.#classByName.keys()].join(', ')}`,
      );
    }
    return index;
  }

  kindOfLock(lock: number): LockKind {
    return this.classOfLock(lock).kind;
  }

  classOfLock(lock: number): LockClassPlan {
    const instance = this.plan.locks[lock];
    assert(instance !== undefined, `no lock has the index ${lock}`);
    return this.plan.classes[instance.classIndex] as LockClassPlan;
  }

  /** `obj->mm.lock` or `obj->mm.lock/1`. */
  nodeName(node: number): string {
    const { classIndex, subclass } = this.nodes[node] as { classIndex: number; subclass: number };
    const { name } = this.plan.classes[classIndex] as LockClassPlan;
    return subclass === 0 ? name : `${name}/${subclass}`;
  }
}

/** What the memory map needs to know of a lock plan. */
export function registrySizes(plan: LockPlan): RegistrySizes {
  return new LockRegistry(plan).sizes;
}

function variantsOf(lockClass: LockClassPlan): number {
  return lockClass.subclasses + (lockClass.kind === 'ww-mutex' ? 1 : 0);
}

function slotsOfVariant(
  classIndex: number,
  subclass: number,
  underContext: boolean,
  node: number,
): SlotMeaning[] {
  const meanings: SlotMeaning[] = [];
  for (const shared of [false, true]) {
    for (const tried of [false, true]) {
      meanings.push({ classIndex, subclass, shared, tried, underContext, node });
    }
  }
  return meanings;
}

function checkClass({ name, subclasses }: LockClassPlan): void {
  if (Number.isInteger(subclasses) && subclasses >= 1 && subclasses <= SUBCLASSES_MAX) return;
  throw new UsageError(
    `lock class "${name}" declares ${subclasses} subclasses`,
    `declare 1 to ${SUBCLASSES_MAX}`,
  );
}
