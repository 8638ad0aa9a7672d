import type { Region, RegionSpec, WordSpecs } from '../src/shared/layout.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { objectName } from './device.ts';
import { BACKING, OBJECT, PAGE, PAGE_DATA } from './memory-map.ts';
import { PageBytes } from './page-bytes.ts';
import { isFrameOf, pageOfFrame } from './page-frame.ts';
import { type StackPlan, slotCount } from './stack-plan.ts';

/** The stack's memory as the audit reads it: plainly, since no thread runs any more. */
export class AuditView {
  readonly memory: SharedMemory;
  readonly plan: StackPlan;
  readonly slots: number;
  readonly bytes: PageBytes;
  readonly #object;
  readonly #backing;
  readonly #page;

  constructor(memory: SharedMemory, plan: StackPlan) {
    this.memory = memory;
    this.plan = plan;
    this.slots = slotCount(plan);
    this.bytes = new PageBytes(memory.i32, memory.region(PAGE_DATA));
    this.#object = memory.region(OBJECT);
    this.#backing = memory.region(BACKING);
    this.#page = memory.region(PAGE);
  }

  /** One word of a record of any region. */
  word<W extends WordSpecs>(spec: RegionSpec<W>, record: number, name: keyof W & string): number {
    const region: Region<W> = this.memory.region(spec);
    return this.memory.i32[region.at(record) + region.word[name]];
  }

  object(object: number, name: keyof typeof OBJECT.words): number {
    return this.memory.i32[this.#object.at(object) + this.#object.word[name]];
  }

  backing(object: number, page: number, name: keyof typeof BACKING.words): number {
    const record = object * this.plan.pagesPerObject + page;
    return this.memory.i32[this.#backing.at(record) + this.#backing.word[name]];
  }

  page(page: number, name: keyof typeof PAGE.words): number {
    return this.memory.i32[this.#page.at(page) + this.#page.word[name]];
  }

  /** Page of a frame, if it is still in that life; else -1. */
  pageOf(frame: number): number {
    const page = pageOfFrame(frame);
    if (page < 0 || page >= this.plan.poolPages) return -1;
    return isFrameOf(frame, page, this.page(page, 'generation')) ? page : -1;
  }

  isSet(spec: RegionSpec, number: number): boolean {
    const word = this.memory.i32[this.memory.region(spec).base + (number >>> 5)];
    return (word & (1 << (number & 31))) !== 0;
  }

  isImported(object: number): boolean {
    return object >= this.plan.objects;
  }

  name(object: number): string {
    return objectName(this.plan, object);
  }
}
