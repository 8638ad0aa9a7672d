import type { Turnstile } from '../../schedule/turnstile.ts';
import type { ThreadEvents } from '../../thread/thread-events.ts';
import type { Scenario } from '../scenario.ts';
import type { LockFaces } from './lock-faces.ts';
import type { Pauses } from './pauses.ts';
import type { StartBoard } from './start-board.ts';
import type { Transaction } from './transaction.ts';

/** What the operations of one thread work on. */
export interface Scene {
  readonly scenario: Pick<Scenario, 'threads'>;
  readonly faces: LockFaces;
  readonly transaction: Transaction;
  readonly board: StartBoard;
  /** Null under control: time does not pass there. */
  readonly pauses: Pauses | null;
  readonly turnstile: Turnstile | null;
  readonly events: ThreadEvents | null;
  /** Number of the round, from 1: sequence number of its fences. */
  round: number;
  /** Open nofs scopes. */
  nofs: number;
  /** Open signalling sections. */
  signalling: number;
}
