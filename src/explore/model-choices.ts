import type { ModelDeadlock } from '../scenario/model/model-deadlock.ts';
import type { TraceStep } from '../scenario/model/schedule-trace.ts';
import type { Scenario, Verb } from '../scenario/scenario.ts';

/** Verbs before which a thread stands until they can be done, and not just until they are tried. */
const WAITING_FOR_OWNER: ReadonlySet<string> = new Set<Verb>(['lock']);
const OWNING: ReadonlySet<string> = new Set<Verb>(['lock', 'trylock', 'timedlock']);
/** Verbs at which real threads never pause. */
const SILENT: ReadonlySet<string> = new Set<Verb>([
  'alloc',
  'nofs',
  'endnofs',
  'begin_signalling',
  'end_signalling',
  'exit',
  'ww_begin',
  'ww_end',
  'ww_unlock',
]);
const RELEASING: ReadonlySet<string> = new Set<Verb>(['unlock', 'unread', 'unwrite', 'downgrade']);
const TRYING: ReadonlySet<string> = new Set<Verb>(['trylock', 'timedlock', 'tryread', 'trywrite']);

/** A turn of a thread: from the point where it stands to its next one. */
interface Turn {
  readonly thread: number;
  /** Mutex that has to be free before it makes sense; null: none. */
  readonly mutex: string | null;
  /** What the turn does to mutexes, in order. */
  readonly effects: { readonly mutex: string; readonly owned: boolean }[];
  /** Set: it ends in a queue, until that many turns of others have been. */
  queuedUntil: number;
}

/**
 * The decisions by which real threads go the way of a schedule of the model. The model moves from step
 * to step; real threads also pause where they begin and end, and between the steps that the model takes
 * together, and where only one of them can run nothing is decided.
 */
export function choicesOfModel(
  scenario: Scenario,
  steps: readonly TraceStep[],
  stuck: ModelDeadlock,
): string[] {
  const turns = new TurnList(scenario, steps, stuck).turns;
  return new TurnWalk(scenario, turns, stuck).choices();
}

/** All turns of a schedule, in its order. */
class TurnList {
  readonly turns: Turn[] = [];
  readonly #scenario: Scenario;
  readonly #tried: ReadonlySet<string>;
  readonly #joined: ReadonlySet<string>;
  readonly #queued = new Map<number, Turn>();
  readonly #begun = new Set<number>();

  constructor(scenario: Scenario, steps: readonly TraceStep[], stuck: ModelDeadlock) {
    const ops = [...scenario.threads.flatMap((thread) => thread.ops), ...scenario.reclaim];
    this.#scenario = scenario;
    this.#tried = new Set(
      ops.flatMap((op) => (TRYING.has(op.verb) && 'lock' in op ? [this.#classAt(op.lock)] : [])),
    );
    this.#joined = new Set(
      ops.flatMap((op) => (op.verb === 'join' ? [scenario.threads[op.thread]?.name ?? ''] : [])),
    );
    scenario.threads.forEach(({ spawned }, thread) => {
      if (!spawned) this.#passEmpty(thread);
    });
    const last = new Map(steps.map(({ thread }, index) => [thread, index]));
    const open = new Set(stuck.threads.flatMap(({ thread, wants }) => (wants ? [thread] : [])));
    steps.forEach((step, index) => {
      this.#add(step);
      const { name } = scenario.threads[step.thread] as { name: string };
      const ends = last.get(step.thread) === index && !open.has(name);
      // Somebody waits for its end, which it then has to tell.
      if (ends && this.#joined.has(name)) this.#push(step.thread, null);
    });
  }

  #add(step: TraceStep): void {
    const { thread, outcome } = step;
    if (!this.#begun.has(thread)) this.#begin(thread);
    if (outcome === 'granted') {
      this.#grant(thread);
      return;
    }
    const verb = verbOf(step);
    if (this.#pausesAt(step)) this.#push(thread, WAITING_FOR_OWNER.has(verb) ? step.lock : null);
    if (verb === 'spawn') {
      const name = step.text.slice('spawn '.length);
      this.#passEmpty(this.#scenario.threads.findIndex((spawned) => spawned.name === name));
    }
    const turn = this.turns.findLast((candidate) => candidate.thread === thread);
    if (turn === undefined) return;
    if (outcome === 'waits') {
      turn.queuedUntil = Number.POSITIVE_INFINITY;
      this.#queued.set(thread, turn);
    } else if (verb === 'timedlock' && outcome === 'refused') this.#push(thread, null);
    if (step.lock === null) return;
    if (OWNING.has(verb) && outcome === 'done')
      turn.effects.push({ mutex: step.lock, owned: true });
    if (verb === 'unlock') turn.effects.push({ mutex: step.lock, owned: false });
  }

  /** A thread without operations has no step in the model; a real one begins, and tells its end. */
  #passEmpty(thread: number): void {
    const empty = this.#scenario.threads[thread];
    if (empty === undefined || empty.ops.length > 0) return;
    this.#begin(thread);
    if (this.#joined.has(empty.name)) this.#push(thread, null);
  }

  /** A thread that is spawned waits for that first. */
  #begin(thread: number): void {
    this.#begun.add(thread);
    if (this.#scenario.threads[thread]?.spawned === true) this.#push(thread, null);
  }

  /** What it waited for in a queue has come; it has to be let go on to its next point. */
  #grant(thread: number): void {
    const turn = this.#queued.get(thread);
    this.#queued.delete(thread);
    if (turn !== undefined) turn.queuedUntil = this.turns.length;
    this.#push(thread, null);
  }

  #push(thread: number, mutex: string | null): void {
    this.turns.push({ thread, mutex, effects: [], queuedUntil: 0 });
  }

  #pausesAt(step: TraceStep): boolean {
    const verb = verbOf(step);
    if (!RELEASING.has(verb)) return !SILENT.has(verb);
    const lock = this.#scenario.locks.find(({ name }) => name === step.lock);
    return lock !== undefined && this.#tried.has(lock.class);
  }

  #classAt(lock: number): string {
    return this.#scenario.locks[lock]?.class ?? '';
  }
}

/** Takes the turns one by one and sees where there is more than one thread to choose from. */
class TurnWalk {
  readonly #scenario: Scenario;
  readonly #turns: readonly Turn[];
  /** Of each thread the indices of its turns. */
  readonly #ahead: number[][];
  readonly #owned = new Set<string>();
  /** Of each thread the turn that it took last. */
  readonly #taken = new Map<number, Turn>();
  /** Of each thread that is stuck the mutex that it wants; null: something else. */
  readonly #stuck = new Map<number, string | null>();

  constructor(scenario: Scenario, turns: readonly Turn[], stuck: ModelDeadlock) {
    this.#scenario = scenario;
    this.#turns = turns;
    this.#ahead = scenario.threads.map((_, thread) =>
      turns.flatMap((turn, index) => (turn.thread === thread ? [index] : [])),
    );
    for (const { thread, wants } of stuck.threads) {
      if (wants === null) continue;
      const index = scenario.threads.findIndex(({ name }) => name === thread);
      this.#stuck.set(index, wants.text.startsWith('lock ') ? wants.lock : null);
    }
  }

  choices(): string[] {
    const choices: string[] = [];
    this.#turns.forEach((turn, index) => {
      const others = this.#scenario.threads.filter(
        (_, thread) => thread !== turn.thread && this.#canRun(thread, index),
      );
      if (others.length > 0) choices.push(this.#scenario.threads[turn.thread]?.name ?? '');
      this.#ahead[turn.thread]?.shift();
      this.#taken.set(turn.thread, turn);
      for (const { mutex, owned } of turn.effects) {
        if (owned) this.#owned.add(mutex);
        else this.#owned.delete(mutex);
      }
    });
    return choices;
  }

  #canRun(thread: number, now: number): boolean {
    const taken = this.#taken.get(thread);
    if (taken !== undefined && taken.queuedUntil > now) return false;
    const next = this.#ahead[thread]?.[0];
    const wants = next === undefined ? this.#wantedForEver(thread) : this.#turns[next]?.mutex;
    if (wants === undefined) return false;
    return wants === null || !this.#owned.has(wants);
  }

  /** What a thread that has no turn any more stands before; undefined: it has ended. */
  #wantedForEver(thread: number): string | null | undefined {
    const waitsForSpawn = this.#scenario.threads[thread]?.spawned === true;
    if (waitsForSpawn && !this.#taken.has(thread)) return null;
    return this.#stuck.get(thread);
  }
}

function verbOf({ text }: TraceStep): string {
  return text.split(' ', 1)[0] ?? '';
}
