import type { SlotMeaning } from '../shared/lock-registry.ts';
import type { Evidence } from './evidence.ts';
import type { HeldLockState } from './finding.ts';
import type { HeldLocks } from './held-locks.ts';

export interface HeldEntry {
  readonly lock: number;
  readonly row: number;
  readonly meaning: SlotMeaning;
}

/** An acquisition that was not seen before, with all that the rules look at. */
export class Attempt {
  readonly thread: number;
  readonly lock: number;
  readonly slot: number;
  readonly meaning: SlotMeaning;
  /** Oldest first. */
  readonly held: readonly HeldEntry[];
  readonly site: readonly string[];

  constructor(
    evidence: Evidence,
    held: HeldLocks,
    thread: number,
    lock: number,
    slot: number,
    site: string,
  ) {
    const { registry } = evidence;
    this.thread = thread;
    this.lock = lock;
    this.slot = slot;
    this.meaning = registry.slots[slot] as SlotMeaning;
    this.held = readHeld(evidence, held);
    this.site = site === '' ? [] : site.split('\n');
  }

  wanted(evidence: Evidence): HeldLockState {
    return {
      ...evidence.lockName(this.lock),
      acquisition: evidence.acquisitionName(this.slot),
      site: this.site,
    };
  }
}

function readHeld(evidence: Evidence, held: HeldLocks): HeldEntry[] {
  const { chains, registry } = evidence;
  return held.entries().map(({ lock, row }) => ({
    lock,
    row,
    meaning: registry.slots[chains.slotOf(chains.chainOfRow(row))] as SlotMeaning,
  }));
}
