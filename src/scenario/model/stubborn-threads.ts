import { ACCESS } from './access.ts';
import { CODE, CODE_SHIFT } from './model-program.ts';
import type { ModelMachine } from './model-machine.ts';
import { SEMAPHORE } from './state-layout.ts';

const NOBODY = -1;

/**
 * Of the threads that can take a step in a state, as few as will do: whatever the others do first,
 * these can still take the same steps with the same effect, so that every deadlock that can be
 * reached can be reached by one of these steps now (persistent sets: Godefroid 1996; stubborn sets:
 * Valmari).
 *
 * Such a set is closed: with a thread that can take its step, all threads are in it that may ever
 * do something that this step does not commute with; with one that cannot, those without whom it
 * will never be able to.
 */
export class StubbornThreads {
  /** The first `count` are the threads to explore. */
  readonly chosen: Int32Array;
  count = 0;
  readonly #machine: ModelMachine;
  readonly #threads: number;
  readonly #isEnabled: Uint8Array;
  readonly #isMember: Uint8Array;
  /** Members, in the order in which they came in. */
  readonly #members: Int32Array;
  #memberCount = 0;
  #enabledMembers = 0;

  constructor(machine: ModelMachine) {
    const { threads } = machine.program;
    this.#machine = machine;
    this.#threads = threads;
    this.chosen = new Int32Array(threads);
    this.#isEnabled = new Uint8Array(threads);
    this.#isMember = new Uint8Array(threads);
    this.#members = new Int32Array(threads);
  }

  /** Fills `chosen`; none are chosen when no thread can take a step. */
  choose(): void {
    const enabled = this.chooseAll();
    let best = enabled;
    for (let seed = 0; seed < this.#threads && best > 1; seed++) {
      if (this.#isEnabled[seed] === 0) continue;
      this.#close(seed, best);
      if (this.#enabledMembers >= best) continue;
      best = this.#enabledMembers;
      this.#takeMembers();
    }
  }

  /** Chooses every thread that can take a step; answers how many. */
  chooseAll(): number {
    let count = 0;
    for (let thread = 0; thread < this.#threads; thread++) {
      const can = this.#machine.canStep(thread);
      this.#isEnabled[thread] = can ? 1 : 0;
      if (can) this.chosen[count++] = thread;
    }
    this.count = count;
    return count;
  }

  #takeMembers(): void {
    let count = 0;
    for (let n = 0; n < this.#memberCount; n++) {
      const thread = this.#members[n];
      if (this.#isEnabled[thread] === 1) this.chosen[count++] = thread;
    }
    this.count = count;
  }

  /**
   * The smallest closed set with a thread; left off as soon as it is no better than what is known.
   */
  #close(seed: number, best: number): void {
    this.#isMember.fill(0);
    this.#memberCount = 0;
    this.#enabledMembers = 0;
    this.#add(seed);
    for (let n = 0; n < this.#memberCount && this.#enabledMembers < best; n++) {
      const thread = this.#members[n];
      if (this.#isEnabled[thread] === 1) this.#addConflicting(thread);
      else this.#addEnabling(thread);
    }
  }

  #add(thread: number): void {
    if (this.#isMember[thread] === 1 || this.#machine.hasEnded(thread)) return;
    this.#isMember[thread] = 1;
    this.#members[this.#memberCount++] = thread;
    this.#enabledMembers += this.#isEnabled[thread];
  }

  #addConflicting(thread: number): void {
    const { code } = this.#machine.program;
    const at = this.#machine.nodeOf(thread) << CODE_SHIFT;
    const conflicts = code[at + CODE.conflicts];
    if (conflicts !== 0) this.#addAllWith(thread, code[at + CODE.object], conflicts);
  }

  /** All other threads that such accesses may lie ahead of. */
  #addAllWith(thread: number, object: number, accesses: number): void {
    const { futures, futureOf, objects } = this.#machine.program;
    for (let other = 0; other < this.#threads; other++) {
      const future = futureOf[this.#machine.nodeOf(other)];
      if (other !== thread && (futures[future * objects + object] & accesses) !== 0) {
        this.#add(other);
      }
    }
  }

  #addEnabling(thread: number): void {
    const machine = this.#machine;
    const { code, spawnerOf } = machine.program;
    const at = machine.nodeOf(thread) << CODE_SHIFT;
    if (!machine.hasStarted(thread)) {
      if (spawnerOf[thread] !== NOBODY) this.#add(spawnerOf[thread]);
      return;
    }
    const object = code[at + CODE.object];
    switch (code[at + CODE.access]) {
      case ACCESS.lock:
        this.#add(machine.state[code[at + CODE.word]] - 1);
        break;
      case ACCESS.read:
      case ACCESS.write:
        this.#addHolder(thread, at);
        break;
      case ACCESS.wait:
        this.#addAllWith(thread, object, ACCESS.signal);
        break;
      case ACCESS.listen:
        this.#addAllWith(thread, object, ACCESS.call);
        break;
      case ACCESS.ww:
        this.#addAllWith(thread, object, ACCESS.ww);
        break;
      case ACCESS.join:
        this.#add(code[at + CODE.extra]);
        break;
      default:
    }
  }

  /**
   * Nobody in the queue of a semaphore moves before each of its holders has: one is enough. A
   * holder that is in the set already, or that will never move, makes nobody else necessary.
   */
  #addHolder(thread: number, at: number): void {
    const { state, program } = this.#machine;
    const writer = state[program.code[at + CODE.word] + SEMAPHORE.writer] - 1;
    if (writer >= 0) {
      this.#add(writer);
      return;
    }
    const reads = program.code[at + CODE.extra];
    let holder = NOBODY;
    for (let other = 0; other < this.#threads; other++) {
      if (state[reads + other] === 0) continue;
      if (other === thread || this.#isMember[other] === 1 || this.#machine.hasEnded(other)) return;
      holder = other;
    }
    if (holder !== NOBODY) this.#add(holder);
  }
}
