import type { ScenarioOp } from '../scenario.ts';

/** A lock that a thread holds, and the operation that took it. */
export interface Holding {
  readonly lock: number;
  readonly mode: 'read' | 'write';
  readonly op: ScenarioOp;
}

/** What each thread holds, followed operation by operation. */
export class HeldByThread {
  readonly #held: Holding[][];

  constructor(threads: number) {
    this.#held = Array.from({ length: threads }, () => []);
  }

  of(thread: number): readonly Holding[] {
    return this.#held[thread] as Holding[];
  }

  /** An operation was executed and not refused; those that take ww-mutexes see to it themselves. */
  apply(thread: number, op: ScenarioOp): void {
    switch (op.verb) {
      case 'lock':
      case 'trylock':
      case 'timedlock':
      case 'write':
      case 'trywrite':
        this.take(thread, op.lock, op);
        break;
      case 'read':
      case 'tryread':
        this.take(thread, op.lock, op, 'read');
        break;
      case 'unlock':
      case 'unwrite':
      case 'ww_unlock':
        this.giveBack(thread, op.lock);
        break;
      case 'unread':
        this.giveBack(thread, op.lock, 'read');
        break;
      case 'downgrade':
        this.giveBack(thread, op.lock);
        this.take(thread, op.lock, op, 'read');
        break;
      default:
    }
  }

  take(thread: number, lock: number, op: ScenarioOp, mode: Holding['mode'] = 'write'): void {
    this.#held[thread]?.push({ lock, mode, op });
  }

  giveBack(thread: number, lock: number, mode: Holding['mode'] = 'write'): void {
    const held = this.#held[thread] as Holding[];
    const at = held.findLastIndex((one) => one.lock === lock && one.mode === mode);
    if (at >= 0) held.splice(at, 1);
  }
}
