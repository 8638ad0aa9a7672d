import { type Step, programOf } from '../../src/scenario/play/program.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const NOBODY = -1;

interface Transaction {
  /** Oldest first. */
  held: number[];
  /** Still to be taken by the operation at hand; null: it has not begun. */
  wanted: number[] | null;
  /** To be given up before it waits for the first of `wanted`. */
  dropping: number[];
  /** Waits in the queue of the first of `wanted`. */
  waits: boolean;
  /** Was told in the queue to back off. */
  told: boolean;
  wounded: boolean;
}

/** Plain data, so that a state is its own key. */
interface State {
  at: number[];
  owner: number[];
  transactions: Transaction[];
  /** Threads with a live context, the oldest first. */
  ages: number[];
}

/**
 * Programs over ww-mutexes and mutexes, as the locks of real threads go about it: with queues,
 * whose members are told to back off or wounded at once when somebody else takes the lock. null:
 * too many states to tell.
 */
export function transactionsGetStuck(scenario: Scenario, statesMax: number): boolean | null {
  const programs = scenario.threads.map((_, thread) => programOf(scenario, thread));
  const start: State = {
    at: programs.map(() => 0),
    owner: scenario.locks.map(() => NOBODY),
    transactions: programs.map(() => ({
      held: [],
      wanted: null,
      dropping: [],
      waits: false,
      told: false,
      wounded: false,
    })),
    ages: [],
  };
  const seen = new Set<string>();
  const open = [JSON.stringify(start)];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > statesMax) return null;
    const next = programs.flatMap((steps, thread) => {
      const player = new Player(scenario, JSON.parse(key as string), thread);
      return player.step(steps) ? [JSON.stringify(player.state)] : [];
    });
    const { at } = JSON.parse(key) as State;
    if (next.length === 0 && programs.some(({ length }, i) => (at[i] as number) < length)) {
      return true;
    }
    open.push(...next);
  }
  return false;
}

/** One thread in one state, about to change it. */
class Player {
  readonly state: State;
  readonly #scenario: Scenario;
  readonly #thread: number;
  readonly #own: Transaction;

  constructor(scenario: Scenario, state: State, thread: number) {
    this.#scenario = scenario;
    this.state = state;
    this.#thread = thread;
    this.#own = state.transactions[thread] as Transaction;
  }

  /** False: the thread cannot take one. */
  step(steps: readonly Step[]): boolean {
    const { at, owner, ages } = this.state;
    const step = steps[at[this.#thread] as number];
    if (step === undefined) return false;
    const { op, skipTo } = step;
    switch (op.verb) {
      case 'lock':
      case 'trylock':
      case 'timedlock':
        if (owner[op.lock] !== NOBODY) return op.verb !== 'lock' && this.#goTo(skipTo);
        owner[op.lock] = this.#thread;
        return this.#goOn();
      case 'unlock':
        owner[op.lock] = NOBODY;
        return this.#goOn();
      case 'ww_begin':
        ages.push(this.#thread);
        return this.#goOn();
      case 'ww_end':
        ages.splice(ages.indexOf(this.#thread), 1);
        return this.#goOn();
      case 'ww_unlock':
        this.#release(op.lock);
        return this.#goOn();
      case 'ww_lock':
        return this.#take([op.lock]);
      case 'ww_lock_all':
        return this.#take(op.locks);
      default:
        return this.#goOn();
    }
  }

  #take(locks: readonly number[]): boolean {
    const own = this.#own;
    const drop = own.dropping.pop();
    if (drop !== undefined) {
      this.#release(drop);
      return true;
    }
    own.wanted ??= [...new Set(locks)].filter((lock) => !own.held.includes(lock));
    const [lock] = own.wanted;
    if (lock === undefined) {
      own.wanted = null;
      return this.#goOn();
    }
    if (own.waits && own.told) return this.#backOff(lock);
    const owner = this.state.owner[lock] as number;
    if (owner === NOBODY) return this.#got(lock);
    if (this.#policy(lock) === 'wound-wait') {
      if (own.wounded) return this.#backOff(lock);
      if (!own.waits && this.#isOlder(this.#thread, owner)) this.#of(owner).wounded = true;
    } else if (!own.waits && own.held.length > 0 && this.#isOlder(owner, this.#thread)) {
      return this.#backOff(lock);
    }
    if (own.waits) return false;
    own.waits = true;
    return true;
  }

  #got(lock: number): boolean {
    const own = this.#own;
    const { state } = this;
    state.owner[lock] = this.#thread;
    own.held.push(lock);
    own.wanted?.shift();
    own.waits = false;
    state.transactions.forEach((other, thread) => {
      if (thread === this.#thread || !other.waits || other.wanted?.[0] !== lock) return;
      const older = this.#isOlder(this.#thread, thread);
      if (this.#policy(lock) === 'wound-wait') own.wounded ||= !older;
      else if (older && other.held.length > 0) other.told = true;
    });
    return true;
  }

  #backOff(lock: number): boolean {
    const own = this.#own;
    own.wanted = [lock, ...new Set([...own.held, ...(own.wanted ?? []).slice(1)])];
    own.dropping = [...own.held];
    own.waits = false;
    own.told = false;
    return true;
  }

  #release(lock: number): void {
    const own = this.#own;
    own.held.splice(own.held.indexOf(lock), 1);
    if (own.held.length === 0) own.wounded = false;
    this.state.owner[lock] = NOBODY;
  }

  #policy(lock: number): string {
    return this.#scenario.locks[lock]?.policy ?? 'wait-die';
  }

  #isOlder(thread: number, than: number): boolean {
    const { ages } = this.state;
    return ages.indexOf(thread) < ages.indexOf(than);
  }

  #of(thread: number): Transaction {
    return this.state.transactions[thread] as Transaction;
  }

  #goOn(): boolean {
    return this.#goTo((this.state.at[this.#thread] as number) + 1);
  }

  #goTo(step: number): boolean {
    this.state.at[this.#thread] = step;
    return true;
  }
}
