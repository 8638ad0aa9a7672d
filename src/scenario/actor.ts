import type { Actor } from '../thread/actor.ts';
import type { ThreadContext } from '../thread/thread-context.ts';
import type { ProgramScenario } from './plan-locks.ts';
import { Interpreter } from './play/interpreter.ts';
import { LockFaces } from './play/lock-faces.ts';
import { Pauses } from './play/pauses.ts';
import { programOf } from './play/program.ts';
import { Promises } from './play/promises.ts';
import { RoundBarrier } from './play/round-barrier.ts';
import type { Scene } from './play/scene.ts';
import { signalPlan } from './play/signal-plan.ts';
import { StartBoard } from './play/start-board.ts';
import { ToldSites } from './play/told-sites.ts';
import { Transaction } from './play/transaction.ts';
import { exitEventOf, startEventOf } from './pseudo-classes.ts';

/** The first thread prepares what a round needs besides its threads. */
const LEADER = 0;

/** A thread of a scenario: one operation of the run is one round of its program. */
export function createActor(thread: ThreadContext, bodyPlan: unknown): Actor {
  return new ScenarioActor(thread, bodyPlan as ProgramScenario);
}

class ScenarioActor implements Actor {
  readonly ownsSchedules = true;
  readonly #thread: ThreadContext;
  readonly #index: number;
  readonly #scene: Scene;
  readonly #barrier: RoundBarrier;
  readonly #promises: Promises;
  readonly #interpreter: Interpreter;
  readonly #sites: ToldSites;
  /** Events of this thread; undefined: nobody spawns it, nobody joins it. */
  readonly #start: number | undefined;
  readonly #exit: number | undefined;

  constructor(thread: ThreadContext, scenario: ProgramScenario) {
    const { plan, memory } = thread;
    const index = thread.id - 1;
    const faces = new LockFaces(thread.locks, plan.locks);
    const steps = programOf(scenario, index);
    const board = new StartBoard(memory);
    this.#thread = thread;
    this.#index = index;
    this.#start = faces.eventNamed(startEventOf(thread.name));
    this.#exit = faces.eventNamed(exitEventOf(thread.name));
    this.#barrier = new RoundBarrier(memory, scenario.threads.length);
    this.#promises = new Promises(signalPlan(steps, scenario, index, faces), faces, board);
    this.#sites = new ToldSites(scenario.file);
    thread.tellSites(this.#sites);
    this.#scene = {
      scenario,
      faces,
      transaction: new Transaction(faces),
      board,
      pauses: thread.turnstile === null ? new Pauses(thread.random, plan.seed, steps.length) : null,
      events: thread.events,
      turnstile: thread.turnstile,
      round: 0,
      nofs: 0,
      signalling: 0,
    };
    this.#interpreter = new Interpreter(steps, this.#scene, this.#promises, this.#sites);
  }

  perform(): 'worked' | 'refused' | 'finished' {
    const thread = this.#thread;
    this.#prepareRound();
    const meeting = thread.turnstile ?? this.#barrier;
    if (!meeting.begin()) return 'finished';
    thread.beginOperation(this.#index + 1);
    thread.events?.round(this.#scene.round);
    const outcome = this.#isStarted() ? this.#play() : 'done';
    this.#promises.passed(Number.POSITIVE_INFINITY);
    // From here on it gives up nothing that it still holds, and signals nothing.
    thread.depart();
    meeting.end();
    thread.endOperation(outcome);
    return outcome === 'done' ? 'worked' : 'refused';
  }

  leave(): void {
    this.#barrier.leave();
  }

  /** All others are between rounds, too: nobody waits for anything. */
  #prepareRound(): void {
    const scene = this.#scene;
    const { faces } = scene;
    scene.round++;
    scene.nofs = 0;
    scene.signalling = 0;
    scene.pauses?.beginRound(scene.round);
    scene.board.reset(this.#index);
    this.#thread.arrive();
    this.#promises.makeAll();
    if (this.#index !== LEADER) return;
    for (const completion of faces.completions) completion.renew();
  }

  /** A thread that is spawned waits for it; false: its spawner has gone another way. */
  #isStarted(): boolean {
    if (this.#start === undefined) return true;
    const { faces, board, scenario } = this.#scene;
    const line = scenario.threads[this.#index]?.ops[0]?.line ?? 1;
    this.#sites.at({ text: `start of ${this.#thread.name}`, line });
    return faces.completion(this.#start).wait() === 'acquired' && board.isSpawned(this.#index);
  }

  #play(): 'done' | 'refused' {
    const { faces, events } = this.#scene;
    events?.begin();
    const outcome = this.#interpreter.run();
    events?.end();
    if (this.#exit !== undefined) faces.completion(this.#exit).complete();
    return outcome;
  }
}
