import type { BackingStore } from './backing-store.ts';
import type { CpuAccess } from './cpu-access.ts';
import type { AddressSpace } from './fault.ts';
import type { GemObjects } from './gem-object.ts';
import type { HandleTable } from './handle-table.ts';
import { ADVICE_STATE } from './memory-map.ts';
import type { ObjectSlots } from './object-slots.ts';
import type { Outcome } from './outcome.ts';
import type { PrimeTable } from './prime-table.ts';
import type { Reaper } from './reaper.ts';
import type { StackCore } from './stack-core.ts';
import type { Access, Advice, Refusal, StackOperations } from './stack-operations.ts';
import { deviceOfSlot } from './stack-plan.ts';
import type { Submission } from './submit.ts';

export interface OperationParts {
  readonly objects: GemObjects;
  readonly slots: ObjectSlots;
  readonly handles: HandleTable;
  readonly backing: BackingStore;
  readonly prime: PrimeTable;
  readonly space: AddressSpace;
  readonly cpuAccess: CpuAccess;
  readonly submission: Submission;
  readonly reaper: Reaper;
}

/**
 * The operations of one thread for its client: each takes a reference by handle, does its work,
 * puts the reference, and with nothing held any more frees what has died meanwhile.
 */
export class ClientOperations implements StackOperations {
  readonly #core: StackCore;
  readonly #parts: OperationParts;

  constructor(core: StackCore, parts: OperationParts) {
    this.#core = core;
    this.#parts = parts;
  }

  create(object: number): Outcome {
    const made = this.#parts.slots.makeNative(object);
    this.#parts.reaper.settle();
    return made ? 'done' : 'busy';
  }

  destroy(object: number): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    const closed = this.#parts.slots.close(object);
    if (closed) this.#parts.objects.put(object);
    return this.#finish(object, closed ? 'done' : 'gone');
  }

  exportObject(object: number): number | Refusal {
    if (!this.#parts.handles.get(object)) return 'gone';
    const fd = this.#parts.prime.exportObject(object);
    this.#finish(object, 'done');
    return fd;
  }

  importObject(fd: number, device: number): number | Refusal {
    const object = this.#parts.prime.importObject(fd, device);
    this.#parts.reaper.settle();
    return object;
  }

  closeImported(object: number): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#parts.prime.close(object));
  }

  fault(object: number, access: Access): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#parts.space.fault(object, access));
  }

  mmap(object: number): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#parts.space.mmap(object));
  }

  munmap(object: number): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#parts.space.munmap(object));
  }

  cpuAccess(object: number, access: Access): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#parts.cpuAccess.perform(object, access));
  }

  beginSubmission(): void {
    this.#parts.submission.clear();
  }

  addObject(object: number): void {
    this.#parts.submission.add(object);
  }

  submit(): Outcome {
    const { submission, reaper } = this.#parts;
    if (submission.count === 0) return 'done';
    const referenced = this.#referenceAll();
    const outcome = referenced === submission.count ? this.#submitAll() : 'gone';
    if (outcome !== 'done') {
      for (let i = 0; i < referenced; i++) this.#parts.objects.put(submission.object(i));
    }
    reaper.settle();
    return outcome;
  }

  madvise(object: number, advice: Advice): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#advise(object, advice));
  }

  dropPages(object: number): Outcome {
    if (!this.#parts.handles.get(object)) return 'gone';
    return this.#finish(object, this.#core.guards.evict(object, 'request'));
  }

  /** An imported object has no backing store of its own to advise on: `busy`. */
  #advise(object: number, advice: Advice): Outcome {
    const { backing, objects } = this.#parts;
    const { willNeed, dontNeed, purged } = ADVICE_STATE;
    if (objects.isImported(object)) return 'busy';
    if (advice === 'dontneed') {
      backing.moveAdvice(object, willNeed, dontNeed);
      return 'done';
    }
    if (backing.moveAdvice(object, dontNeed, willNeed)) return 'done';
    return backing.moveAdvice(object, purged, willNeed) ? 'gone' : 'done';
  }

  #submitAll(): Outcome {
    const { submission } = this.#parts;
    const device = deviceOfSlot(this.#core.plan, submission.object(0));
    const room = submission.begin(device % this.#core.plan.engines);
    if (room !== 'done') return room;
    const outcome = this.#core.guards.submit();
    if (submission.end()) return 'done';
    return outcome === 'done' ? 'busy' : outcome;
  }

  #referenceAll(): number {
    const { submission, handles } = this.#parts;
    for (let i = 0; i < submission.count; i++) {
      if (!handles.get(submission.object(i))) return i;
    }
    return submission.count;
  }

  #finish(object: number, outcome: Outcome): Outcome {
    this.#parts.objects.put(object);
    this.#parts.reaper.settle();
    return outcome;
  }
}
