import { assert } from '../base/assert.ts';
import { CapacityError } from '../base/errors.ts';

/**
 * The layout language of the shared memory. A *region* is a table of fixed-capacity records; a record
 * is made of named 32-bit *words*, each of which states who writes it and what it means (0 included).
 * Offsets are computed here and nowhere else.
 */

/** 128 bytes: two 64-byte lines, since a SharedArrayBuffer's base is not 64-byte aligned (limits 2c). */
export const CACHE_STRIDE_WORDS = 32;

export interface WordSpec {
  /** How many consecutive 32-bit words. */
  readonly length: number;
  /** Who stores here. */
  readonly writer: string;
  /** What it holds, and what 0 means. */
  readonly meaning: string;
}

export function word(writer: string, meaning: string): WordSpec {
  return { length: 1, writer, meaning };
}

export function words(length: number, writer: string, meaning: string): WordSpec {
  assert(length > 0, 'a word array needs a length');
  return { length, writer, meaning };
}

export type WordSpecs = Readonly<Record<string, WordSpec>>;

export interface RegionSpec<W extends WordSpecs = WordSpecs> {
  readonly name: string;
  /** The command line option (or plan field) that raises this region's capacity. */
  readonly option: string;
  /** `line`: records written by different threads, padded apart; `packed`: one after the other. */
  readonly stride: 'line' | 'packed';
  readonly words: W;
}

export function defineRegion<const W extends WordSpecs>(spec: RegionSpec<W>): RegionSpec<W> {
  return spec;
}

/** Where a region lies; plain data, so that it travels to threads. All figures in 32-bit words. */
export interface Placement {
  readonly base: number;
  readonly stride: number;
  readonly records: number;
}

export interface Layout {
  readonly words: number;
  readonly placements: Readonly<Record<string, Placement>>;
}

export interface RegionRequest {
  readonly spec: RegionSpec;
  readonly records: number;
}

/** Lays the requested regions out one after the other, each on a line of its own. */
export function placeRegions(requests: readonly RegionRequest[], startWord = 0): Layout {
  const placements: Record<string, Placement> = {};
  let next = roundUp(startWord, CACHE_STRIDE_WORDS);
  for (const { spec, records } of requests) {
    assert(placements[spec.name] === undefined, `region ${spec.name} is declared twice`);
    assert(Number.isInteger(records) && records >= 0, `region ${spec.name}: records ${records}`);
    const stride = strideOf(spec);
    placements[spec.name] = { base: next, stride, records };
    next = roundUp(next + stride * records, CACHE_STRIDE_WORDS);
  }
  return { words: next, placements };
}

/** A placed region: turns (record, word name) into an index of the memory's Int32Array. */
export class Region<W extends WordSpecs = WordSpecs> {
  readonly name: string;
  readonly base: number;
  readonly stride: number;
  readonly records: number;
  readonly option: string;
  /** Offset of each word inside a record; add to `at(record)`. */
  readonly word: { readonly [K in keyof W]: number };

  constructor(spec: RegionSpec<W>, placement: Placement) {
    assert(placement.stride === strideOf(spec), `region ${spec.name}: stride differs`);
    this.name = spec.name;
    this.option = spec.option;
    this.base = placement.base;
    this.stride = placement.stride;
    this.records = placement.records;
    this.word = offsetsOf(spec);
  }

  /** Index of the first word of a record. */
  at(record: number): number {
    return this.base + record * this.stride;
  }

  /** As `at`, for an index that comes from a counter that may run over. @throws {CapacityError} */
  claim(record: number): number {
    if (record >= this.records) throw new CapacityError(this.name, this.records, this.option);
    return this.at(record);
  }
}

function offsetsOf<W extends WordSpecs>(spec: RegionSpec<W>): { readonly [K in keyof W]: number } {
  const offsets: Record<string, number> = {};
  let next = 0;
  for (const [name, { length }] of Object.entries(spec.words)) {
    offsets[name] = next;
    next += length;
  }
  return offsets as { [K in keyof W]: number };
}

function strideOf(spec: RegionSpec): number {
  let total = 0;
  for (const { length } of Object.values(spec.words)) total += length;
  return spec.stride === 'line' ? roundUp(total, CACHE_STRIDE_WORDS) : total;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
