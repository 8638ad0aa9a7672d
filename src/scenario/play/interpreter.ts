import { performOperation } from './operations.ts';
import type { Step } from './program.ts';
import type { Promises } from './promises.ts';
import type { Scene } from './scene.ts';
import type { ToldSites } from './told-sites.ts';

/** Runs the program of one thread, once a round. */
export class Interpreter {
  readonly #steps: readonly Step[];
  readonly #scene: Scene;
  readonly #promises: Promises;
  readonly #sites: ToldSites;

  constructor(steps: readonly Step[], scene: Scene, promises: Promises, sites: ToldSites) {
    this.#steps = steps;
    this.#scene = scene;
    this.#promises = promises;
    this.#sites = sites;
  }

  /** From the first step to the end, whichever way; `refused`: a deadlock made it give way. */
  run(): 'done' | 'refused' {
    const end = this.#steps.length;
    let at = 0;
    this.#sites.inside(null);
    this.#promises.passed(at);
    while (at < end) {
      const step = this.#steps[at] as Step;
      this.#sites.at(step.op);
      this.#scene.pauses?.before();
      const next = this.#perform(step, at);
      at = next === GIVE_WAY ? end : next;
      this.#promises.passed(at);
      if (next === GIVE_WAY) return 'refused';
    }
    return 'done';
  }

  /** Does a step; answers the next one. */
  #perform(step: Step, at: number): number {
    const { op } = step;
    if (op.verb === 'alloc') return this.#allocate(step, at);
    if (op.verb === 'exit') return this.#steps.length;
    switch (performOperation(this.#scene, op)) {
      case 'busy':
      case 'timed-out':
        return step.skipTo;
      case 'deadlock':
      case 'back-off':
        return GIVE_WAY;
      default:
        return at + 1;
    }
  }

  #allocate({ op, closes, skipTo }: Step, at: number): number {
    const { faces, nofs } = this.#scene;
    if (!closes && nofs > 0) return skipTo;
    if (closes) faces.reclaim.leave();
    else faces.reclaim.enter();
    this.#sites.inside(closes ? null : op);
    return at + 1;
  }
}

const GIVE_WAY = -1;
