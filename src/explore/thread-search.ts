import { depthFirstProgress } from '../schedule/strategies/depth-first.ts';
import { replayInput } from '../schedule/strategies/replay.ts';
import { type SteerPlace, steerInput } from '../schedule/strategies/steer.ts';
import { strategyRegion } from '../schedule/turnstile-memory.ts';
import type { SchedulePlan } from '../shared/plan.ts';
import type { Finding } from '../validate/finding.ts';
import { type Divergence, divergenceOf } from './divergence.ts';
import { nestingPauses } from './nesting-pauses.ts';
import { orderFindingsOf } from './order-findings.ts';
import { predictedCycles } from './predicted-cycles.ts';
import type { ExploredProgram } from './program.ts';
import { choicesOf } from './recording.ts';
import type { ControlledRun } from './run-controlled.ts';
import type { SearchEnding, SearchResult, StrategyTally } from './search-result.ts';
import type { ThreadEngine } from './thread-engine.ts';

/** How long to look, and by which ways. */
export interface ThreadSearchRequest {
  readonly program: ExploredProgram;
  /** `auto`: predict, steer, then all others in turn. */
  readonly strategy: string;
  readonly seed: number;
  /** Schedules, at most. */
  readonly schedules: number;
  readonly durationMs: number;
  /** Called after each run. */
  readonly progress: (schedules: number, strategy: string) => void;
}

/** In this order, over and over. */
const ROTATION = ['urw', 'random', 'pos', 'pct2', 'pct3'] as const;
/** Those whose schedules follow from each other: the seed never changes. */
const SEARCHING: readonly string[] = ['depth-first', 'bounded'];
/** The first run, without a switch that is not forced. */
const FIRST = 'first';
const EVENTS = 1 << 14;
/** Schedules in which a predicted cycle is steered at: one beginning with each of its places, and more. */
const STEERED_MORE = 4;
/** A run of a scenario has as many schedules as come to about this time. */
const BATCH_SECONDS = 0.25;
const BATCH_MOST = 5000;
const RUNS_PER_CHECK = 16;
const SEED_MASK = 0x7fffffff;

/** Looks for a deadlock of a program on real threads. */
export class ThreadSearch {
  readonly #engine: ThreadEngine;
  readonly #request: ThreadSearchRequest;
  readonly #deadline: number;
  readonly #startedMs = performance.now();
  readonly #tallies = new Map<string, StrategyTally>();
  readonly #seen = new Set<string>();
  readonly #orderFindings = new Map<string, Finding>();
  readonly #predicted = new Map<string, Finding>();
  #program: ExploredProgram;
  #schedules = 0;
  #steps = 0;
  #runs = 0;
  #found: ControlledRun | null = null;
  #isComplete = false;
  /** Runs of one schedule each. */
  #alone = 0;
  #checked = 0;
  #divergence: Divergence | null = null;

  constructor(engine: ThreadEngine, request: ThreadSearchRequest) {
    this.#engine = engine;
    this.#request = request;
    this.#program = request.program;
    this.#deadline = this.#startedMs + request.durationMs;
  }

  async search(): Promise<SearchResult> {
    const { strategy } = this.#request;
    const isAuto = strategy === 'auto' || strategy === 'steer';
    // Without a switch that is not forced each thread shows the most of what it does.
    if (isAuto) await this.#runAndSteer('replay', 1, replayInput([]));
    const ways = isAuto ? ROTATION : [strategy];
    for (let turn = 0; !this.#isOver; turn++) {
      const way = ways[turn % ways.length] as string;
      if (isAuto) await this.#runAndSteer(way, this.#batchOf(way), []);
      else await this.#run(way, this.#batchOf(way), [], 0);
    }
    return this.#result();
  }

  /** What a recorded run shows to be possible is brought about, each cycle once. */
  async #runAndSteer(way: string, schedules: number, input: readonly number[]): Promise<void> {
    const run = await this.#run(way, schedules, input, schedules === 1 ? EVENTS : 0);
    if (this.#runs === 1) this.#narrowPauses(run);
    for (const { finding, places } of predictedCycles(run.evidence, run.result.findings)) {
      if (this.#isOver || this.#predicted.has(finding.key)) continue;
      this.#predicted.set(finding.key, finding);
      await this.#steer(places, run.recording.strategy.seed);
    }
  }

  /** Under the seed of the run that showed it: another draw of the workload may have nothing of it. */
  async #steer(places: readonly SteerPlace[], seed: number): Promise<void> {
    if (this.#program.kind === 'scenario') {
      await this.#run('steer', places.length + STEERED_MORE, steerInput(places), 0, seed);
      return;
    }
    // Each run has one schedule only, and so begins with the first place.
    for (let first = 0; first < places.length && !this.#isOver; first++) {
      const turned = [...places.slice(first), ...places.slice(0, first)];
      await this.#run('steer', 1, steerInput(turned), 0, seed);
    }
  }

  async #run(
    strategy: string,
    schedules: number,
    input: readonly number[],
    events: number,
    seed = this.#nextSeed(strategy),
  ): Promise<ControlledRun> {
    const program = this.#program.kind === 'stack' ? { ...this.#program, seed } : this.#program;
    const run = await this.#engine.run(program, { strategy, input, seed, schedules, events });
    this.#count(strategy === 'replay' ? FIRST : strategy, run);
    if (schedules === 1) await this.#runAgain(run);
    return run;
  }

  /** Every so often, and whatever has been found. */
  async #runAgain({ recording, found }: ControlledRun): Promise<void> {
    const isDue = found > 0 || this.#alone++ % RUNS_PER_CHECK === 0;
    if (!isDue || this.#divergence !== null || this.#engine.interrupted) return;
    const { program, strategy } = recording;
    const again = await this.#engine.replay(program, choicesOf(recording), strategy.seed);
    if (this.#engine.interrupted) return;
    this.#checked++;
    this.#divergence = divergenceOf(recording, again.recording);
  }

  #nextSeed(strategy: string): number {
    const { seed } = this.#request;
    return SEARCHING.includes(strategy) ? seed : (seed + this.#runs++) & SEED_MASK;
  }

  /** From here on threads pause only where the first run has shown that it matters. */
  #narrowPauses({ evidence }: ControlledRun): void {
    if (this.#program.kind !== 'stack') return;
    this.#program = { ...this.#program, pauses: nestingPauses(evidence) };
  }

  #count(strategy: string, run: ControlledRun): void {
    const tally = this.#tallies.get(strategy) ?? newTally(strategy, run.recording.program);
    this.#tallies.set(strategy, tally);
    tally.schedules += run.schedules;
    tally.steps += run.steps;
    tally.seconds += run.seconds;
    tally.found += run.found;
    if (tally.distinct !== null && this.#isNew(run)) tally.distinct++;
    this.#schedules += run.schedules;
    this.#steps += run.steps;
    for (const finding of orderFindingsOf(run.result))
      this.#orderFindings.set(finding.key, finding);
    if (run.found > 0) this.#found = run;
    else if (isExhausted(strategy, run)) this.#isComplete = true;
    this.#request.progress(this.#schedules, strategy);
  }

  #isNew({ recording }: ControlledRun): boolean {
    const trace = recording.decisions.map(({ fingerprint }) => fingerprint).join();
    const isNew = !this.#seen.has(trace);
    this.#seen.add(trace);
    return isNew;
  }

  get #isOver(): boolean {
    return this.#ending !== null;
  }

  get #ending(): SearchEnding | null {
    if (this.#found !== null) return 'deadlock';
    if (this.#isComplete) return 'complete';
    if (this.#engine.interrupted) return 'interrupted';
    if (this.#schedules >= this.#request.schedules) return 'schedules';
    return performance.now() >= this.#deadline ? 'time' : null;
  }

  /** A run in the stack is one schedule; of a scenario as many as its pace allows. */
  #batchOf(strategy: string): number {
    const left = this.#request.schedules - this.#schedules;
    if (this.#program.kind === 'stack') return 1;
    // It begins anew with each run.
    if (SEARCHING.includes(strategy)) return left;
    const tally = this.#tallies.get(strategy);
    const pace = tally === undefined ? 0 : tally.schedules / Math.max(tally.seconds, 1e-3);
    return Math.max(1, Math.min(left, BATCH_MOST, Math.ceil(pace * BATCH_SECONDS)));
  }

  #result(): SearchResult {
    return {
      engine: 'threads',
      ending: this.#ending ?? 'schedules',
      schedules: this.#schedules,
      steps: this.#steps,
      seconds: (performance.now() - this.#startedMs) / 1000,
      tallies: [...this.#tallies.values()],
      recording: this.#found?.recording ?? null,
      predicted: [...this.#predicted.values()],
      orderFindings: [...this.#orderFindings.values()],
      determinism: { checked: this.#checked, divergence: this.#divergence },
      states: null,
    };
  }
}

function newTally(name: string, program: ExploredProgram): StrategyTally {
  const distinct = program.kind === 'stack' ? 0 : null;
  return { name, schedules: 0, steps: 0, seconds: 0, found: 0, distinct };
}

/** A depth-first search says by itself whether there is another schedule. */
function isExhausted(strategy: string, { evidence }: ControlledRun): boolean {
  if (!SEARCHING.includes(strategy)) return false;
  const { strategyWords } = evidence.plan.schedule as SchedulePlan;
  const region = evidence.memory.region(strategyRegion(strategyWords));
  const words = evidence.memory.i32.subarray(region.base, region.base + strategyWords);
  return depthFirstProgress(words).isComplete;
}
