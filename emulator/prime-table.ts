import type { MutexLock } from '../src/lock/lock-contracts.ts';
import type { DmaBufs } from './dma-buf.ts';
import type { GemObjects } from './gem-object.ts';
import type { HandleTable } from './handle-table.ts';
import { PRIME } from './memory-map.ts';
import type { ObjectSlots } from './object-slots.ts';
import type { Outcome } from './outcome.ts';
import type { StackCore } from './stack-core.ts';
import { STACK_LOCK } from './stack-locks.ts';
import type { Refusal } from './stack-operations.ts';
import { deviceOfSlot } from './stack-plan.ts';

const BUFFER_BITS = 16;
const BUFFER_MASK = (1 << BUFFER_BITS) - 1;
const GENERATION_MASK = 0x7fff;

/**
 * PRIME: a client's handles to and from fds, under its `prime.lock`. An fd names a buffer and the
 * generation that was exported, so that one kept too long imports nothing. An imported object holds
 * a reference on its exporter's until it is freed.
 */
export class PrimeTable {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #slots: ObjectSlots;
  readonly #handles: HandleTable;
  readonly #dmaBufs: DmaBufs;
  readonly #lock: MutexLock;
  readonly #imported: number;
  readonly #importers: number;

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly slots: ObjectSlots;
      readonly handles: HandleTable;
      readonly dmaBufs: DmaBufs;
    },
  ) {
    const region = core.thread.memory.region(PRIME);
    const { client } = parts.handles;
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = parts.objects;
    this.#slots = parts.slots;
    this.#handles = parts.handles;
    this.#dmaBufs = parts.dmaBufs;
    this.#lock = core.thread.locks.mutexes(STACK_LOCK.prime)[client];
    this.#importers = core.plan.devices - core.plan.firstImporter;
    this.#imported = region.at(client * core.plan.objects * this.#importers);
  }

  /** Handle to fd, with a reference. An imported object exports its exporter's dma-buf. */
  exportObject(object: number): number | Refusal {
    if (this.#lock.acquire() !== 'acquired') return 'deadlock';
    const buffer = this.#objects.bufferOf(object);
    const generation = this.#objects.generationOf(buffer);
    // Several clients may store here at once: while the object lives they store the same.
    this.#dmaBufs.setExported(buffer, generation);
    this.#lock.release();
    return ((generation & GENERATION_MASK) << BUFFER_BITS) | (buffer + 1);
  }

  importObject(fd: number, device: number): number | Refusal {
    const buffer = (fd & BUFFER_MASK) - 1;
    if (buffer < 0 || buffer >= this.#core.plan.objects || !this.#imports(device)) return 'gone';
    if (this.#lock.acquire() !== 'acquired') return 'deadlock';
    const answer = this.#objects.get(buffer) ? this.#import(fd, buffer, device) : 'gone';
    this.#lock.release();
    return answer;
  }

  /** Closes the client's handle. A self-imported object keeps living under its native name. */
  close(object: number): Outcome {
    if (this.#lock.acquire() !== 'acquired') return 'deadlock';
    const open = this.#handles.isOpen(object);
    if (open) {
      this.#handles.close(object);
      this.#forget(object);
    }
    this.#lock.release();
    if (!open) return 'gone';
    this.#objects.put(object);
    return 'done';
  }

  /** With a reference on the exporter's object: a new import keeps it, all else gives it back. */
  #import(fd: number, buffer: number, device: number): number | Refusal {
    const generation = this.#objects.generationOf(buffer);
    const stale =
      (generation & GENERATION_MASK) !== fd >>> BUFFER_BITS ||
      this.#dmaBufs.exportedGeneration(buffer) !== generation ||
      !this.#objects.isAlive(buffer);
    if (stale) return this.#giveBack(buffer, 'gone');
    if (deviceOfSlot(this.#core.plan, buffer) === device) return this.#selfImport(buffer);
    const known = this.#i32[this.#entry(buffer, device)] - 1;
    if (known >= 0 && this.#handles.isOpen(known)) return this.#giveBack(buffer, known);
    return this.#attach(buffer, device);
  }

  #selfImport(buffer: number): number {
    if (this.#handles.isOpen(buffer)) return this.#giveBack(buffer, buffer);
    this.#handles.open(buffer);
    return buffer;
  }

  #attach(buffer: number, device: number): number | Refusal {
    const object = this.#slots.makeImported(buffer, device, this.#handles.client);
    if (object < 0) return this.#giveBack(buffer, 'busy');
    if (this.#dmaBufs.attach(buffer, object - this.#core.plan.objects) !== 'done') {
      // Never seen by anybody: the reaper finds nothing mapped, nothing attached, and frees the
      // slot together with the reference on the exporter's object.
      this.#objects.put(object);
      return 'deadlock';
    }
    this.#i32[this.#entry(buffer, device)] = object + 1;
    this.#handles.open(object);
    return object;
  }

  #forget(object: number): void {
    if (!this.#objects.isImported(object)) return;
    const device = deviceOfSlot(this.#core.plan, object);
    this.#i32[this.#entry(this.#objects.bufferOf(object), device)] = 0;
  }

  /** Devices that neither own native objects nor import would have nothing to do with an fd. */
  #imports(device: number): boolean {
    return device >= this.#core.plan.firstImporter && device < this.#core.plan.devices;
  }

  #giveBack<T>(buffer: number, answer: T): T {
    this.#objects.put(buffer);
    return answer;
  }

  #entry(buffer: number, device: number): number {
    const importer = device - this.#core.plan.firstImporter;
    return this.#imported + buffer * this.#importers + importer;
  }
}
