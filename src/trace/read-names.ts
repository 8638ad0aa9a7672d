import { type JsonObject, nearestTo, sortOf } from './json-value.ts';
import type { OpPlace } from './op-place.ts';
import { type Entity, type NameFault, type Roster, unknownName } from './roster.ts';
import { NONE } from './trace-op.ts';
import { LOCK_KINDS, type OpShape, VERBS, type Verb, shapeOf } from './vocabulary.ts';

/** Finds whom an op names; a lock that it names for the first time may be declared on the way. */
export class NameReader {
  readonly #roster: Roster;
  readonly #here: OpPlace;

  constructor(roster: Roster, here: OpPlace) {
    this.#roster = roster;
    this.#here = here;
  }

  lock(verb: Verb, shape: OpShape, value: JsonObject): number {
    const name = value['lock'];
    if (typeof name !== 'string' || name === '') {
      throw this.#here.fault(`"lock" is ${sortOf(name)}, not the id of a lock`, 'name a lock');
    }
    const index = this.#declaredLock(name, value);
    const { family } = this.#entity(index);
    if (family === 'context') throw this.#here.fault(`"${name}" is a context`, 'name a lock');
    if (shape.families !== undefined && !shape.families.includes(family)) {
      const fitting = VERBS.filter((other) => shapeOf(other).families?.includes(family));
      const mend = `for such a lock there are: ${fitting.join(', ') || 'the fs_reclaim ops'}`;
      throw this.#here.fault(
        `the op "${verb}" is not for "${name}", a lock of the kind ${family}`,
        mend,
      );
    }
    return index;
  }

  /** The lock of that name, declared by this op if it brings kind and class along. */
  #declaredLock(name: string, { kind, class: className }: JsonObject): number {
    const known = this.#roster.find(name);
    if (kind === undefined && className === undefined && known !== NONE) return known;
    const lockKind = LOCK_KINDS.find((candidate) => candidate === kind);
    if (kind !== undefined && lockKind === undefined) {
      const nearest = nearestTo(String(kind), LOCK_KINDS);
      throw this.#here.fault(
        `${sortOf(name)} has the unknown kind ${sortOf(kind)}`,
        `did you mean "${nearest}"? There are: ${LOCK_KINDS.join(', ')}`,
      );
    }
    if (className !== undefined && typeof className !== 'string') {
      throw this.#here.fault(
        `the class of ${sortOf(name)} is ${sortOf(className)}`,
        'name a class',
      );
    }
    if (known !== NONE) {
      this.#throw(this.#roster.differs(known, lockKind, className));
      return known;
    }
    if (lockKind === undefined) this.#throw(unknownName('lock', name, this.#roster.names(false)));
    else this.#throw(this.#roster.declareLock(name, lockKind, className ?? name));
    return this.#roster.find(name);
  }

  task(name: unknown): number {
    if (name !== undefined && (typeof name !== 'string' || name === '')) {
      throw this.#here.fault(`"context" is ${sortOf(name)}, not the id of a task`, 'name a task');
    }
    const task = this.#roster.task(name);
    if (typeof task === 'number') return task;
    throw this.#here.fault(task.message, task.mend);
  }

  context(shape: OpShape, key: 'ctx' | 'dst' | 'src', value: JsonObject): number {
    const name = value[key];
    if (name === undefined || (name === null && shape.ctxOrNone === true)) return NONE;
    if (typeof name !== 'string') {
      throw this.#here.fault(
        `"${key}" is ${sortOf(name)}, not the id of a context`,
        'name a context',
      );
    }
    const index = this.#roster.find(name);
    if (index === NONE) this.#throw(unknownName('context', name, this.#roster.names(true)));
    if (this.#entity(index).family === 'context') return index;
    throw this.#here.fault(`"${name}" is a lock`, 'name a context of the kind ww_acquire_ctx');
  }

  nest(name: unknown): number {
    if (typeof name !== 'string') {
      throw this.#here.fault(`"nest_lock" is ${sortOf(name)}, not the id of a lock`, 'name a lock');
    }
    const index = this.#roster.find(name);
    if (index === NONE) {
      const names = [...this.#roster.names(false), ...this.#roster.names(true)];
      this.#throw(unknownName('lock', name, names));
    }
    return index;
  }

  #entity(index: number): Entity {
    return this.#roster.entities[index] as Entity;
  }

  #throw(fault: NameFault | null): void {
    if (fault !== null) throw this.#here.fault(fault.message, fault.mend);
  }
}
