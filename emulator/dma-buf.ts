import type { MutexLock } from '../src/lock/lock-contracts.ts';
import { ATTACHMENT, DMA_BUF } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import type { StackCore } from './stack-core.ts';
import { STACK_LOCK } from './stack-locks.ts';

/**
 * The dma-bufs: one per buffer, once exported, with the list of its attachments under
 * `dma_buf.lock` (2018). Importers are static: an attachment maps the buffer where it lies and pins
 * it there.
 */
export class DmaBufs {
  readonly #i32: Int32Array;
  readonly #locks: readonly MutexLock[];
  readonly #buffer: { readonly base: number; readonly stride: number };
  readonly #attachment: { readonly base: number; readonly stride: number };
  readonly #bufferWord;
  readonly #attachmentWord;

  constructor(core: StackCore) {
    const buffer = core.thread.memory.region(DMA_BUF);
    const attachment = core.thread.memory.region(ATTACHMENT);
    this.#i32 = core.i32;
    this.#locks = core.thread.locks.mutexes(STACK_LOCK.dmaBuf);
    this.#buffer = buffer;
    this.#attachment = attachment;
    this.#bufferWord = buffer.word;
    this.#attachmentWord = attachment.word;
  }

  /** Generation of the object that the dma-buf was exported from; 0: not exported. */
  exportedGeneration(buffer: number): number {
    return Atomics.load(this.#i32, this.#bufferAt(buffer) + this.#bufferWord.exported);
  }

  /** Pairs with the load by importers: an older generation is an fd of a buffer that is gone. */
  setExported(buffer: number, generation: number): void {
    Atomics.store(this.#i32, this.#bufferAt(buffer) + this.#bufferWord.exported, generation);
  }

  attach(buffer: number, attachment: number): Outcome {
    if (this.#locks[buffer].acquire() !== 'acquired') return 'deadlock';
    const at = this.#attachmentAt(attachment);
    const first = this.#bufferAt(buffer) + this.#bufferWord.first;
    this.#i32[at + this.#attachmentWord.next] = this.#i32[first];
    this.#i32[at + this.#attachmentWord.attached] = 1;
    this.#i32[first] = attachment + 1;
    this.#i32[this.#bufferAt(buffer) + this.#bufferWord.attachments]++;
    this.#locks[buffer].release();
    return 'done';
  }

  /** `gone`: it was not attached. */
  detach(buffer: number, attachment: number): Outcome {
    if (this.#locks[buffer].acquire() !== 'acquired') return 'deadlock';
    const found = this.#unlink(buffer, attachment);
    this.#locks[buffer].release();
    return found ? 'done' : 'gone';
  }

  isAttached(attachment: number): boolean {
    return this.#i32[this.#attachmentAt(attachment) + this.#attachmentWord.attached] === 1;
  }

  #unlink(buffer: number, attachment: number): boolean {
    let link = this.#bufferAt(buffer) + this.#bufferWord.first;
    let left = this.#i32[this.#bufferAt(buffer) + this.#bufferWord.attachments];
    while (this.#i32[link] !== attachment + 1) {
      if (this.#i32[link] === 0 || left-- <= 0) return false;
      link = this.#attachmentAt(this.#i32[link] - 1) + this.#attachmentWord.next;
    }
    const at = this.#attachmentAt(attachment);
    this.#i32[link] = this.#i32[at + this.#attachmentWord.next];
    this.#i32[at + this.#attachmentWord.next] = 0;
    this.#i32[at + this.#attachmentWord.attached] = 0;
    this.#i32[this.#bufferAt(buffer) + this.#bufferWord.attachments]--;
    return true;
  }

  #bufferAt(buffer: number): number {
    return this.#buffer.base + buffer * this.#buffer.stride;
  }

  #attachmentAt(attachment: number): number {
    return this.#attachment.base + attachment * this.#attachment.stride;
  }
}
