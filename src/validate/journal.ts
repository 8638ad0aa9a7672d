import { CONTROL, JOURNAL, JOURNAL_KEYS } from '../shared/memory-map.ts';
import { closeLatch, openLatch } from '../shared/latch.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { Finding } from './finding.ts';

/**
 * Findings on their way to the coordinator: lines of JSON in shared memory, appended under a latch.
 * They survive the thread that wrote them, whatever becomes of it.
 */
export interface JournalEntry {
  readonly finding: Finding;
  /** How often this finding was made, by all threads. */
  readonly count: number;
}

type Line = { readonly finding: Finding } | { readonly again: Readonly<Record<string, number>> };

/** How often a thread made a finding again since it last told so. */
export interface Tally {
  repeats: number;
}

/** A thread's end of the journal: writes each finding once, counts the rest until `flush`. */
export class JournalWriter {
  readonly #memory: SharedMemory;
  readonly #tallies = new Map<string, Tally>();

  constructor(memory: SharedMemory) {
    this.#memory = memory;
  }

  /** Writes the finding, or counts it; who meets it again may count on the tally by himself. */
  write(finding: Finding): Tally {
    const known = this.#tallies.get(finding.key);
    if (known !== undefined) {
      known.repeats++;
      return known;
    }
    const tally = { repeats: 0 };
    this.#tallies.set(finding.key, tally);
    // Somebody else's finding already: only told again at the end.
    if (!append(this.#memory, { finding }, finding.key)) tally.repeats = 1;
    return tally;
  }

  /** Writes the counts of what was found again. Called when the thread leaves. */
  flush(): void {
    const again: Record<string, number> = {};
    for (const [key, tally] of this.#tallies) {
      if (tally.repeats > 0) again[key] = tally.repeats;
      tally.repeats = 0;
    }
    if (Object.keys(again).length > 0) append(this.#memory, { again }, null);
  }
}

/** All findings so far, in the order of their first sight. Coordinator side; never blocks. */
export function readJournal(memory: SharedMemory): JournalEntry[] {
  const control = memory.region(CONTROL);
  const journal = memory.region(JOURNAL);
  // Pairs with the store in append: the bytes below the length are complete.
  const bytes = Atomics.load(memory.i32, control.base + control.word.journalBytes);
  const start = (journal.base + journal.word.text) * 4;
  const text = new TextDecoder().decode(memory.u8.slice(start, start + bytes));
  const found = new Map<string, { finding: Finding; count: number }>();
  const repeats = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as Line;
    if ('again' in entry) {
      for (const [key, n] of Object.entries(entry.again)) {
        repeats.set(key, (repeats.get(key) ?? 0) + n);
      }
    } else countFinding(found, entry.finding);
  }
  return [...found.values()].map(({ finding, count }) => ({
    finding,
    count: count + (repeats.get(finding.key) ?? 0),
  }));
}

/** Findings that did not fit into the journal. */
export function lostFindings(memory: SharedMemory): number {
  const control = memory.region(CONTROL);
  return Atomics.load(memory.i32, control.base + control.word.journalLost);
}

function countFinding(found: Map<string, { finding: Finding; count: number }>, finding: Finding) {
  const known = found.get(finding.key);
  if (known === undefined) found.set(finding.key, { finding, count: 1 });
  else known.count++;
}

/** Appends a line; false when a line with this key is there already (`null`: lines without one). */
function append(memory: SharedMemory, line: Line, key: string | null): boolean {
  const { i32 } = memory;
  const control = memory.region(CONTROL);
  const journal = memory.region(JOURNAL);
  const bytes = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
  const latch = control.base + control.word.journalLatch;
  const length = control.base + control.word.journalBytes;
  closeLatch(i32, latch);
  const fresh = key === null || enterKey(i32, journal.base + journal.word.keys, hashOf(key));
  if (fresh) {
    const used = i32[length] as number;
    if (used + bytes.length > (journal.stride - journal.word.text) * 4) {
      Atomics.add(i32, control.base + control.word.journalLost, 1);
    } else {
      memory.u8.set(bytes, (journal.base + journal.word.text) * 4 + used);
      // Pairs with the load in readJournal.
      Atomics.store(i32, length, used + bytes.length);
    }
  }
  openLatch(i32, latch);
  return fresh;
}

/** Puts a hash into the open-addressed set at `base`; false when it is there. Full: counts as new. */
function enterKey(i32: Int32Array, base: number, hash: number): boolean {
  for (let probe = 0; probe < JOURNAL_KEYS; probe++) {
    const at = base + ((hash + probe) & (JOURNAL_KEYS - 1));
    if (i32[at] === hash) return false;
    if (i32[at] === 0) {
      i32[at] = hash;
      return true;
    }
  }
  return true;
}

/** FNV-1a, never 0. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0 || 1;
}
