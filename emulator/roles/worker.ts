import type { Random } from '../../src/base/random.ts';
import type { Actor } from '../../src/thread/actor.ts';
import type { ThreadContext } from '../../src/thread/thread-context.ts';
import type { Outcome } from '../outcome.ts';
import type { Post } from '../post.ts';
import type { Stack } from '../stack.ts';
import type { Access, StackOperations } from '../stack-operations.ts';
import { OPERATION_NUMBER, type OperationName, type Role } from '../workload.ts';
import { ActivityTable } from './activity-table.ts';
import { NO_OBJECT, ObjectHandles } from './object-handles.ts';

type Ending = ReturnType<Actor['perform']>;

/**
 * A worker of whatever role: draws an activity, draws what to do it on, and performs one operation
 * of the stack. Where an object must be imported or mapped first, that is the operation.
 */
export class Worker implements Actor {
  readonly #thread: ThreadContext;
  readonly #stack: Stack;
  readonly #operations: StackOperations;
  readonly #random: Random;
  readonly #role: Role;
  readonly #device: number;
  readonly #activities: ActivityTable;
  readonly #handles: ObjectHandles;
  /** What the next draw of the same activity undoes; NO_OBJECT: nothing. */
  #unneeded = NO_OBJECT;
  #unmapped = NO_OBJECT;
  #destroyed = NO_OBJECT;

  constructor(
    thread: ThreadContext,
    stack: Stack,
    post: Post & { kind: 'worker' },
    objects: number,
  ) {
    const { role } = post;
    this.#thread = thread;
    this.#stack = stack;
    this.#operations = stack.operations;
    this.#random = thread.random;
    this.#role = role;
    this.#device = post.device;
    this.#activities = new ActivityTable(role.weights);
    const buffers = role.worksOn === 'native' ? objects : post.shared;
    this.#handles = new ObjectHandles(role.worksOn, buffers, thread.random);
  }

  perform(): Ending {
    switch (this.#activities.draw(this.#random)) {
      case 'submit':
        return this.#submit();
      case 'fault':
        return this.#fault(this.#handles.pick());
      case 'cpu-access':
        return this.#cpuAccess(this.#handles.pick());
      case 'drop-pages':
        return this.#dropPages(this.#handles.pick());
      case 'madvise':
        return this.#madvise(this.#handles.pick());
      case 'export':
        return this.#export(this.#handles.pick());
      case 'close':
        return this.#close(this.#handles.pick());
      case 'remap':
        return this.#remap(this.#handles.pick());
      case 'recreate':
        return this.#recreate(this.#handles.pick());
    }
  }

  leave(): void {
    this.#stack.leave();
  }

  #submit(): Ending {
    const [least, most] = this.#role.submits;
    const wanted = least + this.#random.below(most - least + 1, 'objects of a submission');
    const count = this.#handles.shuffle(wanted);
    for (let i = 0; i < count; i++) {
      const buffer = this.#handles.at(i);
      if (this.#handles.objectOf(buffer) === NO_OBJECT) return this.#import(buffer);
    }
    this.#begin('submit');
    this.#operations.beginSubmission();
    for (let i = 0; i < count; i++) {
      this.#operations.addObject(this.#handles.objectOf(this.#handles.at(i)));
    }
    const outcome = this.#operations.submit();
    if (outcome === 'gone') {
      for (let i = 0; i < count; i++) this.#handles.forget(this.#handles.at(i));
    }
    return this.#end(outcome);
  }

  #fault(buffer: number): Ending {
    const object = this.#handles.objectOf(buffer);
    if (object === NO_OBJECT) return this.#import(buffer);
    if (!this.#handles.isMapped(buffer)) return this.#mmap(buffer);
    this.#begin('fault');
    return this.#endOn(buffer, this.#operations.fault(object, this.#access()));
  }

  #cpuAccess(buffer: number): Ending {
    const object = this.#handles.objectOf(buffer);
    if (object === NO_OBJECT) return this.#import(buffer);
    this.#begin('cpu-access');
    return this.#endOn(buffer, this.#operations.cpuAccess(object, this.#access()));
  }

  #dropPages(buffer: number): Ending {
    const object = this.#handles.objectOf(buffer);
    if (object === NO_OBJECT) return this.#import(buffer);
    this.#begin('drop-pages');
    return this.#endOn(buffer, this.#operations.dropPages(object));
  }

  #madvise(buffer: number): Ending {
    this.#begin('madvise');
    const undone = this.#unneeded;
    if (undone === NO_OBJECT) {
      this.#unneeded = this.#handles.objectOf(buffer);
      return this.#endOn(buffer, this.#operations.madvise(this.#unneeded, 'dontneed'));
    }
    this.#unneeded = NO_OBJECT;
    return this.#end(this.#operations.madvise(undone, 'willneed'));
  }

  #export(buffer: number): Ending {
    this.#begin('export');
    const fd = this.#operations.exportObject(this.#handles.objectOf(buffer));
    return this.#end(typeof fd === 'number' ? 'done' : fd);
  }

  /** The exporter hands over an fd, this worker's client turns it into an object of its device. */
  #import(buffer: number): Ending {
    this.#begin('import');
    const fd = this.#operations.exportObject(buffer);
    if (typeof fd !== 'number') return this.#end(fd);
    const object = this.#operations.importObject(fd, this.#device);
    if (typeof object !== 'number') return this.#end(object);
    this.#handles.imported(buffer, object);
    return this.#end('done');
  }

  #close(buffer: number): Ending {
    const object = this.#handles.objectOf(buffer);
    if (object === NO_OBJECT) return this.#import(buffer);
    this.#begin('close');
    this.#handles.forget(buffer);
    return this.#end(this.#operations.closeImported(object));
  }

  #mmap(buffer: number): Ending {
    this.#begin('mmap');
    const outcome = this.#operations.mmap(this.#handles.objectOf(buffer));
    if (outcome !== 'gone') this.#handles.mapped(buffer);
    return this.#endOn(buffer, outcome);
  }

  #remap(buffer: number): Ending {
    const unmapped = this.#unmapped;
    if (unmapped !== NO_OBJECT) {
      this.#unmapped = NO_OBJECT;
      return this.#handles.objectOf(unmapped) === NO_OBJECT
        ? this.#import(unmapped)
        : this.#mmap(unmapped);
    }
    const object = this.#handles.objectOf(buffer);
    if (object === NO_OBJECT) return this.#import(buffer);
    if (!this.#handles.isMapped(buffer)) return this.#mmap(buffer);
    this.#unmapped = buffer;
    this.#begin('munmap');
    return this.#endOn(buffer, this.#operations.munmap(object));
  }

  /** Closes a native object, and makes another one in its slot once the old one is freed. */
  #recreate(buffer: number): Ending {
    if (this.#destroyed === NO_OBJECT) {
      this.#begin('destroy');
      const outcome = this.#operations.destroy(buffer);
      if (outcome === 'done') this.#destroyed = buffer;
      return this.#end(outcome);
    }
    this.#begin('create');
    const outcome = this.#operations.create(this.#destroyed);
    if (outcome === 'done') this.#destroyed = NO_OBJECT;
    return this.#end(outcome);
  }

  #access(): Access {
    return this.#random.percent(this.#role.writes, 'read or write') ? 'write' : 'read';
  }

  #begin(operation: OperationName): void {
    this.#thread.beginOperation(OPERATION_NUMBER[operation]);
  }

  #endOn(buffer: number, outcome: Outcome): Ending {
    if (outcome === 'gone') this.#handles.forget(buffer);
    return this.#end(outcome);
  }

  #end(outcome: Outcome): Ending {
    const done = outcome === 'done';
    this.#thread.endOperation(done ? 'done' : 'refused');
    return done ? 'worked' : 'refused';
  }
}
