import type { Crew } from '../run/crew.ts';
import type { Stage } from '../run/stage.ts';
import { createScenarioStage } from '../scenario/scenario-stage.ts';
import { replayInput } from '../schedule/strategies/replay.ts';
import type { ExploredProgram, StackProgram } from './program.ts';
import { type ControlledRequest, type ControlledRun, runControlled } from './run-controlled.ts';

/** What a run of a program asks for besides the program. */
export type ScheduleRequest = Omit<
  ControlledRequest,
  'program' | 'stage' | 'interrupt' | 'patient'
>;

/** Where programs are run on real threads. */
export interface ThreadGround {
  /** A new stage for each run: it has a swap file of its own. */
  readonly stackStage: (program: StackProgram) => Promise<Stage>;
  /** A warm crew of so many threads. */
  readonly crewOf: (threads: number) => Crew;
  readonly interrupt: AbortSignal;
  /** Nothing that takes long is a stall: somebody may look at it in a debugger. */
  readonly patient?: boolean;
}

/** Runs programs on real threads, under control. */
export class ThreadEngine {
  readonly #ground: ThreadGround;

  constructor(ground: ThreadGround) {
    this.#ground = ground;
  }

  get interrupted(): boolean {
    return this.#ground.interrupt.aborted;
  }

  get interrupt(): AbortSignal {
    return this.#ground.interrupt;
  }

  async run(program: ExploredProgram, request: ScheduleRequest): Promise<ControlledRun> {
    const stage = await this.stageOf(program);
    const crew = this.#ground.crewOf(stage.threads.length);
    const { interrupt, patient = false } = this.#ground;
    return runControlled(crew, { ...request, program, stage, interrupt, patient });
  }

  /** Forces who runs at each decision, by name; an empty one, or none, switches only where it must. */
  async replay(
    program: ExploredProgram,
    choices: readonly string[],
    seed: number,
  ): Promise<ControlledRun> {
    const { threads } = await this.stageOf(program);
    const ids = new Map([
      ['', 0],
      ...threads.map(({ name }, index): [string, number] => [name, index + 1]),
    ]);
    return this.run(program, {
      strategy: 'replay',
      // A name that is gone can never run: the replay diverges there.
      input: replayInput(choices.map((name) => ids.get(name) ?? threads.length + 1)),
      seed,
      schedules: 1,
    });
  }

  async stageOf(program: ExploredProgram): Promise<Stage> {
    return program.kind === 'scenario'
      ? createScenarioStage(program.scenario)
      : this.#ground.stackStage(program);
  }
}
