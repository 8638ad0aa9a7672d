import {
  type CatalogDesign,
  createStackStage,
  findDesign,
  findWorkload,
} from '../../emulator/index.ts';
import type { StackProgram } from '../explore/program.ts';
import type { Stage } from '../run/stage.ts';
import type { ExitTrap } from './exit-trap.ts';

/** Builds the stages of programs in the emulated stack; each design is loaded once. */
export class StackStages {
  readonly #exits: ExitTrap;
  readonly #designs = new Map<string, CatalogDesign>();

  constructor(exits: ExitTrap) {
    this.#exits = exits;
  }

  /** @throws {UsageError} for a design that is not there or cannot be loaded */
  async design(name: string): Promise<CatalogDesign> {
    const known = this.#designs.get(name);
    if (known !== undefined) return known;
    const found = await this.#exits.watch(name, () => findDesign(name));
    this.#designs.set(name, found);
    return found;
  }

  async stage({ design, workload, sizes }: StackProgram): Promise<Stage> {
    return createStackStage({
      ...sizes,
      design: await this.design(design),
      workload: await findWorkload(workload),
    });
  }
}
