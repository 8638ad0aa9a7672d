import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type CellMeasured, type ContendedCell, measuredCell } from '../contended/cells.ts';

export const PTHREAD_KINDS = ['plain', 'adaptive'] as const;
export type PthreadKind = (typeof PTHREAD_KINDS)[number];

/** From dist/bench/peers back to the sources: C is not compiled into dist. */
const SOURCE = fileURLToPath(new URL('../../../bench/peers/pthread.c', import.meta.url));
const run = promisify(execFile);

/** glibc's mutex in a process of its own. */
export class PthreadPeer {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Built by the system's compiler; null, and said why, where there is none. */
  static async build(tell: (why: string) => void): Promise<PthreadPeer | null> {
    const folder = mkdtempSync(join(tmpdir(), 'lockyard-pthread-'));
    try {
      await run('cc', ['-O2', '-pthread', '-o', join(folder, 'pthread'), SOURCE]);
      return new PthreadPeer(folder);
    } catch (error) {
      rmSync(folder, { recursive: true });
      tell(`no pthread peer: cc does not build it (${(error as Error).message.split('\n')[0]})`);
      return null;
    }
  }

  /** Median ns per lock+unlock of each of `rounds` rounds of `timeMs`. */
  async uncontended(rounds: number, timeMs: number): Promise<Record<PthreadKind, number>[]> {
    const lines = await this.#run(['uncontended', String(rounds), String(timeMs)]);
    return lines.map(([plain, adaptive]) => ({ plain, adaptive }));
  }

  async contended(kind: PthreadKind, cell: ContendedCell, windowMs: number): Promise<CellMeasured> {
    const words = ['contended', kind, cell.threads, cell.workNs, windowMs].map(String);
    const [[seconds, ...counts]] = await this.#run(words);
    return measuredCell(cell, counts, seconds);
  }

  async #run(words: readonly string[]): Promise<number[][]> {
    const { stdout } = await run(join(this.#folder, 'pthread'), words);
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
