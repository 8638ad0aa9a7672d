import { assert } from '../base/assert.ts';
import { UsageError } from '../base/errors.ts';
import type { RegistrySizes } from './memory-map.ts';
import type { LockClassPlan, LockKind, LockPlan } from './plan.ts';

/**
 * Numbers for everything that can be asked of a lock class. A *slot* is one way to acquire a class:
 * (variant, shared, tried). A *node* is what the order graph knows: (class, subclass). Variants are the
 * subclasses, then the same again nested under each class that may serialise this one (a ww-mutex:
 * under its acquire context), then, where readers may be recursive, all of these as recursive readers.
 *
 * slot = slotBase[class] + variant * 4 + shared * 2 + tried
 */
export const SLOTS_PER_VARIANT = 4;
export const SHARED = 2;
/** Waits for nobody, or only for a limited time: no dependency leads to it. */
export const TRIED = 1;
export const SUBCLASSES_MAX = 8;

export interface SlotMeaning {
  readonly classIndex: number;
  readonly subclass: number;
  readonly shared: boolean;
  readonly tried: boolean;
  /** As a reader whom other readers never block, not even with a writer waiting. */
  readonly recursive: boolean;
  /** Class under which the acquisition is nested; -1: none. */
  readonly nestClass: number;
  readonly node: number;
}

/** A way to acquire a class; what is left out is the plain, blocking, exclusive one. */
export interface SlotRequest {
  readonly subclass?: number;
  readonly nestClass?: number;
  readonly shared?: boolean;
  readonly recursive?: boolean;
  readonly tried?: boolean;
}

export class LockRegistry {
  readonly plan: LockPlan;
  readonly slots: readonly SlotMeaning[];
  readonly nodes: readonly { readonly classIndex: number; readonly subclass: number }[];
  readonly #slotBase: number[] = [];
  readonly #classByName = new Map<string, number>();
  /** Of each class, those that may serialise it. */
  readonly #nests: (readonly number[])[] = [];

  constructor(plan: LockPlan) {
    this.plan = plan;
    const slots: SlotMeaning[] = [];
    const nodes: { classIndex: number; subclass: number }[] = [];
    for (const { name } of plan.classes) this.#classByName.set(name, this.#classByName.size);
    assert(this.#classByName.size === plan.classes.length, 'two lock classes share a name');
    plan.classes.forEach((lockClass, classIndex) => {
      checkClass(lockClass);
      this.#slotBase.push(slots.length);
      this.#nests.push(nestNames(lockClass).map((name) => this.classIndex(name)));
      slots.push(...this.#slotsOfClass(classIndex, nodes.length));
      for (let subclass = 0; subclass < lockClass.subclasses; subclass++) {
        nodes.push({ classIndex, subclass });
      }
    });
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

  /** @throws {UsageError} for a subclass or a nesting that the class does not declare */
  slotFor(classIndex: number, request: SlotRequest = {}): number {
    const { subclass = 0, nestClass = -1, recursive = false } = request;
    const { name, subclasses, kind } = this.plan.classes[classIndex] as LockClassPlan;
    const nests = this.#nests[classIndex] as readonly number[];
    const nest = nestClass === -1 ? 0 : nests.indexOf(nestClass) + 1;
    if (subclass >= subclasses || (nestClass !== -1 && nest === 0)) {
      const what =
        nest === 0 && nestClass !== -1
          ? 'nested under what it'
          : `with subclass ${subclass}, which it`;
      throw new UsageError(
        `${name} is acquired ${what} does not declare`,
        'declare it for the class',
      );
    }
    const plain = nest * subclasses + subclass;
    const ways = recursive && kind === 'rw-spinlock' ? subclasses * (nests.length + 1) : 0;
    const shared = request.shared === true ? SHARED : 0;
    return this.slotOf(classIndex, ways + plain) + shared + (request.tried === true ? TRIED : 0);
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

  #slotsOfClass(classIndex: number, nodeBase: number): SlotMeaning[] {
    const { subclasses, kind } = this.plan.classes[classIndex] as LockClassPlan;
    const slots: SlotMeaning[] = [];
    for (const recursive of kind === 'rw-spinlock' ? [false, true] : [false]) {
      for (const nestClass of [-1, ...(this.#nests[classIndex] as readonly number[])]) {
        for (let subclass = 0; subclass < subclasses; subclass++) {
          const node = nodeBase + subclass;
          slots.push(...slotsOfVariant({ classIndex, subclass, recursive, nestClass, node }));
        }
      }
    }
    return slots;
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

function nestNames({ context, nestUnder = [] }: LockClassPlan): string[] {
  return context === undefined ? [...nestUnder] : [context, ...nestUnder];
}

/** The four ways to take one variant, in the order of SHARED and TRIED. */
function slotsOfVariant(variant: Omit<SlotMeaning, 'shared' | 'tried'>): SlotMeaning[] {
  const meanings: SlotMeaning[] = [];
  for (const shared of [false, true]) {
    for (const tried of [false, true]) meanings.push({ ...variant, shared, tried });
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
