import { nearestTo, sortOf } from './json-value.ts';
import { NONE } from './trace-op.ts';
import { FAMILY, type Family, type TraceLockKind } from './vocabulary.ts';

/** A lock or an acquire context; to the order validator a context is a lock of a class of its own. */
export interface Entity {
  readonly name: string;
  readonly family: Family | 'context';
  /** Index into `Roster.classes`. */
  readonly classIndex: number;
}

/** What a case asks of a class; grows while the ops are read. */
export interface ClassNeeds {
  /** Unique, also among the classes of contexts. */
  readonly name: string;
  /** As the trace has it. */
  readonly declaredAs: string;
  readonly family: Family | 'context';
  subclasses: number;
  recursiveReaders: boolean;
  /** Indices of the classes under which locks of this one are nested. */
  readonly nestUnder: Set<number>;
}

/** A class is found by its key, and told by a name that is free. */
interface ClassNames {
  readonly key: string;
  readonly shownAs: string;
}

/** What is wrong with a name, and the mend. Told with its place by whoever knows it. */
export interface NameFault {
  readonly message: string;
  readonly mend: string;
}

/** Who is who in a case: locks, acquire contexts and tasks by name, declared before or on the way. */
export class Roster {
  readonly entities: Entity[] = [];
  readonly classes: ClassNeeds[] = [];
  readonly tasks: string[] = [];
  /** Index of the entity that stands for reclaim; NONE: not used. */
  reclaim = NONE;
  /** Tasks that are not declared may appear on the way. */
  readonly #openTasks: boolean;
  readonly #entityByName = new Map<string, number>();
  readonly #classByName = new Map<string, number>();
  readonly #taskByName = new Map<string, number>();
  readonly #classNames = new Set<string>();

  constructor(tasks: readonly string[]) {
    this.#openTasks = tasks.length === 0;
    for (const task of tasks) this.#addTask(task);
  }

  find(name: string): number {
    return this.#entityByName.get(name) ?? NONE;
  }

  /** Null when it is declared now. */
  declareLock(name: string, kind: TraceLockKind, className: string): NameFault | null {
    return this.#declare(name, FAMILY[kind], className, { key: className, shownAs: className });
  }

  /** What is said again of a lock must be what was said first. */
  differs(lock: number, kind?: TraceLockKind, className?: string): NameFault | null {
    const { name, family, classIndex } = this.entities[lock] as Entity;
    const sameKind = kind === undefined || FAMILY[kind] === family;
    if (sameKind && (className === undefined || this.#classByName.get(className) === classIndex)) {
      return null;
    }
    const mend = 'say it once, where the lock appears first';
    return { message: `"${name}" was declared with another kind or class`, mend };
  }

  /** The class of contexts is not that of their locks, though it goes by the same name. */
  declareContext(name: string, className: string): NameFault | null {
    const shownAs = `${className}_acquire`;
    return this.#declare(name, 'context', className, { key: `\0${className}`, shownAs });
  }

  /** Index of the task; the first one when none is named. */
  task(name: string | undefined): number | NameFault {
    if (name === undefined) return this.tasks.length === 0 ? this.#addTask('T0') : 0;
    const known = this.#taskByName.get(name);
    if (known !== undefined) return known;
    const long = longName(name);
    if (this.#openTasks) return long ?? this.#addTask(name);
    return unknownName('task', name, this.tasks);
  }

  /** The entity that stands for reclaim, whether the case declares one or not. */
  needReclaim(): number {
    if (this.reclaim === NONE) {
      const key = '\0fs_reclaim';
      const shownAs = 'fs_reclaim';
      this.#declare(this.#freeName(shownAs), 'reclaim', shownAs, { key, shownAs });
    }
    return this.reclaim;
  }

  /** Names that could have been meant. */
  names(ofContexts: boolean): string[] {
    return this.entities
      .filter(({ family }) => (family === 'context') === ofContexts)
      .map(({ name }) => name);
  }

  #declare(
    name: string,
    family: Entity['family'],
    className: string,
    { key, shownAs }: ClassNames,
  ): NameFault | null {
    const long = longName(name) ?? longName(className);
    if (long !== null) return long;
    if (this.#entityByName.has(name)) {
      const mend = 'give each lock and each context an id of its own';
      return { message: `two locks or contexts have the id "${name}"`, mend };
    }
    if (family === 'reclaim' && this.reclaim !== NONE) {
      const mend = 'declare one reclaim_map: the ops of reclaim name no lock';
      return { message: `"${name}" is a second reclaim_map`, mend };
    }
    const classIndex = this.#classFor(className, family, { key, shownAs });
    if (this.classes[classIndex]?.family !== family) {
      const mend = 'give locks of different kinds classes of their own';
      return { message: `the class "${className}" of "${name}" is of another kind already`, mend };
    }
    this.#entityByName.set(name, this.entities.length);
    if (family === 'reclaim') this.reclaim = this.entities.length;
    this.entities.push({ name, family, classIndex });
    return null;
  }

  #classFor(declaredAs: string, family: Entity['family'], names: ClassNames): number {
    const known = this.#classByName.get(names.key);
    if (known !== undefined) return known;
    const index = this.classes.length;
    this.#classByName.set(names.key, index);
    const name = this.#freeClassName(names.shownAs);
    this.#classNames.add(name);
    this.classes.push({
      name,
      declaredAs,
      family,
      subclasses: 1,
      recursiveReaders: false,
      nestUnder: new Set(),
    });
    return index;
  }

  #addTask(name: string): number {
    this.#taskByName.set(name, this.tasks.length);
    return this.tasks.push(name) - 1;
  }

  #freeName(name: string): string {
    return this.#entityByName.has(name) ? this.#freeName(`${name}'`) : name;
  }

  #freeClassName(name: string): string {
    return this.#classNames.has(name) ? this.#freeClassName(`${name}'`) : name;
  }
}

/** Every report repeats names. */
export function longName(name: string): NameFault | null {
  if (name.length <= NAME_MAX) return null;
  const message = `the name ${sortOf(name)} has ${name.length} characters`;
  return { message, mend: `use at most ${NAME_MAX}` };
}

/** Characters of a name. */
const NAME_MAX = 1000;

/** The nearest of the names that there are. */
export function unknownName(what: string, name: string, known: readonly string[]): NameFault {
  const nearest = nearestTo(name, known.slice(0, NEAREST_AMONG));
  const mend =
    nearest === null ? `declare the ${what} first` : `did you mean "${nearest}"? Else declare it`;
  return { message: `unknown ${what} ${sortOf(name)}`, mend };
}

/** Names looked through for the nearest one; a trace may have a million. */
const NEAREST_AMONG = 1000;
