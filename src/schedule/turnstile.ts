import { CONTROL, PHASE } from '../shared/memory-map.ts';
import type { RunPlan, SchedulePlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { DecisionLog } from './decision-log.ts';
import { openGate, passGate } from './gate.ts';
import { POINT } from './schedule-view.ts';
import { SharedView } from './shared-view.ts';
import type { OpenStrategy } from './strategy.ts';
import { OUTCOME, READY, THREAD_TURN, TURN, TURNSTILE } from './turnstile-memory.ts';

/** How a thread that had to wait goes on: looks again, out of time, or nobody can move any more. */
export type Resumption = 'look' | 'timed-out' | 'stuck';

/** Of a wait: it lasts, it has a time limit, or it is only a rest until there is something to do. */
export const LASTING = 0;
export const LIMITED = 1;
export const IDLING = 2;

/** Loads before a thread sleeps at its gate; where there are more threads than cores they would be in the way. */
const SPINS_OF_TWO = 4000;

/**
 * One thread runs at a time. Whoever holds the turn draws who goes on when it comes to a point, has to
 * wait, or ends; it hands the turn over, or keeps it when it draws itself: no coordinator is asked.
 *
 * A thread runs on real locks: its wait is published and walked for cycles as ever, only that instead
 * of spinning and sleeping it gives up the turn until what it waits for has come. Time does not pass:
 * a wait with a time limit ends whenever it is drawn, a rest when nobody else can run.
 *
 * All words are written by the holder of the turn; handing it over orders them (see gate.ts).
 */
export class Turnstile {
  readonly #i32: Int32Array;
  readonly #id: number;
  readonly #threads: number;
  readonly #plan: SchedulePlan;
  readonly #seed: number;
  readonly #at: number;
  readonly #gates: readonly number[];
  readonly #own;
  readonly #own0: number;
  readonly #all;
  readonly #view: SharedView;
  readonly #log: DecisionLog;
  readonly #strategy: OpenStrategy;
  readonly #spins: number;
  readonly #deadlocks: number;
  readonly #phase: number;

  constructor(memory: SharedMemory, plan: RunPlan, thread: number, strategy: OpenStrategy) {
    const region = memory.region(THREAD_TURN);
    const turnstile = memory.region(TURNSTILE);
    const control = memory.region(CONTROL);
    this.#i32 = memory.i32;
    this.#id = thread;
    this.#threads = plan.threads.length;
    this.#plan = plan.schedule as SchedulePlan;
    this.#seed = plan.seed;
    this.#own0 = region.at(thread);
    this.#own = region.word;
    this.#at = turnstile.base;
    this.#all = turnstile.word;
    this.#gates = Array.from(
      { length: this.#threads + 1 },
      (_, id) => region.at(id) + region.word.gate,
    );
    this.#view = new SharedView(memory, this.#threads);
    this.#log = new DecisionLog(memory, this.#plan.decisionsMax);
    this.#strategy = strategy;
    this.#spins = this.#threads <= 2 ? SPINS_OF_TWO : 0;
    this.#deadlocks = control.base + control.word.deadlocks;
    this.#phase = control.base + control.word.phase;
  }

  /** Waits for all threads; false: there is no further schedule. */
  begin(): boolean {
    const i32 = this.#i32;
    i32[this.#own0 + this.#own.passed] = 0;
    this.#stand(TURN.atPoint, POINT.begin, 0, 0);
    // Pairs with the adds of the others: the last one sees what all have prepared.
    const arrived = Atomics.add(i32, this.#at + this.#all.arrived, 1) + 1;
    if (arrived % this.#threads !== 0) passGate(i32, this.#gates[this.#id], this.#spins);
    else if (this.#opensSchedule()) this.#yieldTo(this.#pick());
    else this.#openOthers();
    const goesOn = i32[this.#at + this.#all.over] === 0;
    if (goesOn) this.#runs();
    return goesOn;
  }

  /** About to do something that matters. `ready...`: until then there is no sense in trying. */
  pause(
    point: number,
    object: number,
    row: number,
    readyKind: number,
    readyWord: number,
    readyValue: number,
  ): void {
    const i32 = this.#i32;
    // What a thread gives up after its end belongs to no schedule.
    if (i32[this.#own0 + this.#own.state] === TURN.ended) return;
    this.#stand(TURN.atPoint, point, object, row);
    this.#awaits(readyKind, readyWord, readyValue, LASTING);
    i32[this.#own0 + this.#own.passed]++;
    this.#countPoint();
    // What is taken already is tried at once: the attempt changes nothing but that the wait is known.
    if (readyKind !== READY.now && !this.#view.isReady(this.#id)) this.#runs();
    else this.#yieldTo(this.#pick());
  }

  /** Cannot go on until the words say so; the wait has been published. */
  block(readyKind: number, readyWord: number, readyValue: number, timed: number): Resumption {
    const i32 = this.#i32;
    i32[this.#own0 + this.#own.state] = TURN.blocked;
    this.#awaits(readyKind, readyWord, readyValue, timed);
    const next = this.#pick();
    if (next === 0) {
      this.#endsAs(OUTCOME.stuck);
      this.#runs();
      return 'stuck';
    }
    this.#yieldTo(next);
    if (i32[this.#own0 + this.#own.givesWay] === 1) {
      i32[this.#own0 + this.#own.givesWay] = 0;
      return 'stuck';
    }
    return this.#view.isReady(this.#id) ? 'look' : 'timed-out';
  }

  /** Has run to the end of its program; returns when all have. */
  end(): void {
    const i32 = this.#i32;
    i32[this.#own0 + this.#own.state] = TURN.ended;
    if (i32[this.#at + this.#all.schedules] === 1) {
      i32[this.#own0 + this.#own.first] = i32[this.#own0 + this.#own.passed];
    }
    const ended = ++i32[this.#at + this.#all.ended];
    if (ended === this.#threads) {
      this.#closeSchedule();
      this.#openOthers();
      return;
    }
    const next = this.#pick();
    this.#handOver(next === 0 ? this.#giveWayTo() : next);
    passGate(i32, this.#gates[this.#id], this.#spins);
  }

  /** The schedule is over for those who can leave: its deadlock was found, or its limit reached. */
  get isDecided(): boolean {
    return this.#i32[this.#at + this.#all.outcome] !== OUTCOME.open;
  }

  #opensSchedule(): boolean {
    const i32 = this.#i32;
    const { schedules, over } = this.#all;
    const enough = i32[this.#at + schedules] >= this.#plan.schedules;
    // Pairs with the coordinator's store.
    if (enough || Atomics.load(i32, this.#phase) !== PHASE.running) i32[this.#at + over] = 1;
    if (i32[this.#at + over] !== 0) return false;
    const schedule = i32[this.#at + schedules]++;
    for (const word of [
      this.#all.ended,
      this.#all.points,
      this.#all.decisions,
      this.#all.foundAt,
    ]) {
      i32[this.#at + word] = 0;
    }
    i32[this.#at + this.#all.outcome] = OUTCOME.open;
    i32[this.#at + this.#all.running] = 0;
    i32[this.#at + this.#all.deadlocksBefore] = Atomics.load(i32, this.#deadlocks);
    this.#strategy.begin(this.#seed, schedule);
    return true;
  }

  #closeSchedule(): void {
    const i32 = this.#i32;
    this.#noticeDeadlock();
    const outcome = this.#at + this.#all.outcome;
    if (i32[outcome] === OUTCOME.open) i32[outcome] = OUTCOME.done;
    const found = i32[outcome] === OUTCOME.deadlock || i32[outcome] === OUTCOME.stuck;
    if (found) i32[this.#at + this.#all.found]++;
    const total = this.#at + this.#all.pointsOfAll;
    i32[total] = (i32[total] + i32[this.#at + this.#all.points]) | 0;
    const exhausted = !this.#strategy.end();
    if (exhausted || (found && this.#plan.stopAtDeadlock)) i32[this.#at + this.#all.over] = 1;
  }

  #countPoint(): void {
    const i32 = this.#i32;
    if (++i32[this.#at + this.#all.points] > this.#plan.pointsMax) this.#endsAs(OUTCOME.limit);
  }

  #endsAs(outcome: number): void {
    const at = this.#at + this.#all.outcome;
    if (this.#i32[at] === OUTCOME.open) this.#i32[at] = outcome;
    if (this.#i32[this.#at + this.#all.foundAt] === 0) {
      this.#i32[this.#at + this.#all.foundAt] = this.#i32[this.#at + this.#all.decisions] + 1;
    }
  }

  /** The wait-for detector has confirmed one since this schedule began. */
  #noticeDeadlock(): void {
    const i32 = this.#i32;
    if (Atomics.load(i32, this.#deadlocks) === i32[this.#at + this.#all.deadlocksBefore]) return;
    this.#endsAs(OUTCOME.deadlock);
  }

  /** Who goes on; 0: nobody can. */
  #pick(): number {
    const view = this.#view;
    this.#noticeDeadlock();
    const count = view.look();
    if (count === 0) return view.attempting() || view.resting(this.#id);
    if (count === 1) return view.enabled[0];
    // Up to its first point nobody sees what a thread does.
    const beginner = view.beginner();
    if (beginner !== 0) return beginner;
    // How it all ends is known: whoever is left only cleans up.
    if (this.isDecided) return view.hasFewestPoints();
    const chosen = this.#strategy.choose(view);
    this.#log.add(view, chosen);
    return chosen;
  }

  /** Somebody who is blocked is to give way: nobody else is left to end its wait. */
  #giveWayTo(): number {
    this.#endsAs(OUTCOME.stuck);
    const victim = this.#view.firstBlocked();
    this.#view.tellToGiveWay(victim);
    return victim;
  }

  #stand(state: number, point: number, object: number, row: number): void {
    const i32 = this.#i32;
    i32[this.#own0 + this.#own.state] = state;
    i32[this.#own0 + this.#own.point] = point;
    i32[this.#own0 + this.#own.object] = object;
    i32[this.#own0 + this.#own.row] = row;
    i32[this.#own0 + this.#own.readyKind] = READY.now;
    i32[this.#own0 + this.#own.timed] = LASTING;
  }

  #awaits(kind: number, word: number, value: number, timed: number): void {
    const i32 = this.#i32;
    i32[this.#own0 + this.#own.readyKind] = kind;
    i32[this.#own0 + this.#own.readyWord] = word;
    i32[this.#own0 + this.#own.readyValue] = value;
    i32[this.#own0 + this.#own.timed] = timed;
  }

  #runs(): void {
    this.#i32[this.#own0 + this.#own.state] = TURN.running;
    this.#i32[this.#at + this.#all.running] = this.#id;
  }

  #yieldTo(next: number): void {
    if (next !== this.#id) {
      this.#handOver(next);
      passGate(this.#i32, this.#gates[this.#id], this.#spins);
    }
    this.#runs();
  }

  #handOver(next: number): void {
    openGate(this.#i32, this.#gates[next]);
  }

  #openOthers(): void {
    for (let id = 1; id <= this.#threads; id++) {
      if (id !== this.#id) openGate(this.#i32, this.#gates[id]);
    }
  }
}
