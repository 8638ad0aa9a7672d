/**
 * A finding is data; its words are made in `src/report`. It is written into the journal by the thread
 * in which the evidence arose, as one line of JSON.
 */
export type FindingType =
  | 'deadlock'
  | 'circular'
  | 'recursion'
  | 'bad-unlock'
  | 'held-freed'
  | 'nest-lock'
  | 'not-held'
  | 'order-key'
  | 'held-at-exit'
  | 'ww-api'
  | 'promise'
  | 'convention'
  | 'corruption'
  | 'stall'
  | 'lost-wake-up'
  | 'livelock'
  | 'reclaim'
  | 'out-of-memory'
  | 'thread-crash';

/**
 * `possible`: an order of classes that can deadlock. `predicted`: what this run did can be put into an
 * order that deadlocks. `confirmed`: it happened. Never mixed.
 */
export type FindingLevel = 'possible' | 'predicted' | 'confirmed';

/** Why a run does not bear out what is possible. `gives-up`: a try or timed wait is part of the cycle. */
export type RejectionReason =
  | 'gate-lock'
  | 'same-thread'
  | 'ordered-by-join'
  | 'ordered-by-completion'
  | 'released-between'
  | 'readers-only'
  | 'instance-order'
  | 'gives-up';

export interface Rejection {
  readonly reason: RejectionReason;
  /** One sentence with names. */
  readonly text: string;
}

export interface LockName {
  readonly class: string;
  readonly name: string;
}

/** How an acquisition was made: what the class was asked for. */
export interface AcquisitionName {
  readonly class: string;
  /** 0 unless taken with a `nested` annotation. */
  readonly subclass: number;
  readonly mode: 'exclusive' | 'shared';
  readonly tried: boolean;
}

export interface HeldLockState extends LockName {
  readonly acquisition: AcquisitionName;
  /** `function (file:line)` frames, innermost first. */
  readonly site: readonly string[];
}

export interface ThreadState {
  readonly thread: string;
  readonly role: string;
  readonly operation: string;
  /** Oldest first. */
  readonly holds: readonly HeldLockState[];
  readonly wants?: HeldLockState;
}

/** One step of a cycle. For orders: class `from` was held while `to` was acquired, first seen as told. */
export interface CycleStep {
  readonly from: string;
  readonly to: string;
  readonly thread: string;
  readonly operation: string;
  /** Where `to` was acquired. */
  readonly site: readonly string[];
  /** Where `from` had been acquired. */
  readonly heldSite: readonly string[];
}

export interface Finding {
  readonly type: FindingType;
  readonly level: FindingLevel;
  /** Findings with the same key are one finding, counted. */
  readonly key: string;
  /** One sentence with names. */
  readonly summary: string;
  readonly locks: readonly LockName[];
  /** The thread that found it first, then the others concerned. */
  readonly threads: readonly ThreadState[];
  readonly cycle: readonly CycleStep[];
  /** Further facts, a line each. */
  readonly details: readonly string[];
  /** Level `possible` only: what speaks against it in this run. */
  readonly rejection?: Rejection;
  /** Operations that all threads had completed when it was found. */
  readonly afterOperations: number;
}
