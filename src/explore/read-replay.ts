import { UsageError } from '../base/errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ExploredProgram, StackProgram } from './program.ts';
import { bareScenario, isScenario } from './scenario-document.ts';
import type { Recording } from './recording.ts';
import {
  REPLAY_FORMAT,
  REPLAY_VERSION,
  type ReplayEnd,
  type ReplayHeader,
  type ReplayOrigin,
  type ReplayStep,
  checksumOf,
} from './replay-file.ts';
import { fingerprintOf } from './told-decisions.ts';

export interface ReadReplay {
  readonly recording: Recording;
  readonly origin: ReplayOrigin;
}

const ANEW = 'record it anew with `lockyard explore`, or take an unchanged copy';
const CUT_OFF = 'the file ends before its outcome: it was cut off';
const FOREIGN = 'give a file that `lockyard explore` has written';

/** The text of a replay file, checked in full. @throws {UsageError} with file, line and mend */
export function readReplay(text: string, file: string): ReadReplay {
  return new ReplayReader(text, file).read();
}

class ReplayReader {
  readonly #file: string;
  readonly #lines: readonly string[];

  constructor(text: string, file: string) {
    const lines = text.split('\n');
    // A text file ends with the end of a line.
    if (lines.at(-1) === '') lines.pop();
    this.#file = file;
    this.#lines = lines;
  }

  read(): ReadReplay {
    const header = this.#header();
    const end = this.#end();
    const steps = this.#lines.slice(1, -1).map((_, index) => this.#step(index + 1));
    if (end.decisions !== steps.length) {
      const many = `${steps.length} of its ${String(end.decisions)} decisions are there`;
      throw this.#fault(this.#lines.length, many, ANEW);
    }
    if (end.checksum !== checksumOf(this.#lines.slice(0, -1))) {
      const changed = 'the checksum does not fit: a line above was changed';
      throw this.#fault(this.#lines.length, changed, ANEW);
    }
    const { tool, node, source, fixed, original, program, engine, strategy } = header;
    if (original !== null) this.#scenario(original);
    const { outcome, signature, deadlock } = end;
    return {
      origin: { tool, node, source, fixed, original },
      recording: {
        program: this.#program(program),
        engine,
        strategy,
        decisions: steps.map(({ step: _, ...decision }) => decision),
        outcome,
        signature,
        deadlock,
      },
    };
  }

  #header(): ReplayHeader {
    const [first = ''] = this.#lines;
    if (first.trim() === '') throw this.#fault(1, 'there is no header', FOREIGN);
    if (this.#lines.length === 1 && first.startsWith(`{"format":"${REPLAY_FORMAT}"`)) {
      throw this.#fault(1, CUT_OFF, ANEW);
    }
    const header = this.#parse(0, FOREIGN) as Partial<ReplayHeader>;
    if (header.format !== REPLAY_FORMAT) {
      throw this.#fault(1, 'this is no replay file of lockyard', FOREIGN);
    }
    if (header.version === REPLAY_VERSION) return header as ReplayHeader;
    const tool = typeof header.tool === 'string' ? header.tool.slice(0, 40) : 'another lockyard';
    throw this.#fault(
      1,
      `replay format ${JSON.stringify(header.version)}, and this lockyard reads ${REPLAY_VERSION}`,
      `replay it with ${tool}, which wrote it, or record it anew`,
    );
  }

  #end(): ReplayEnd {
    const at = this.#lines.length - 1;
    const end = at === 0 ? {} : this.#parseEnd(at);
    if ('outcome' in end) return end as ReplayEnd;
    throw this.#fault(at + 1, CUT_OFF, ANEW);
  }

  #parseEnd(at: number): object {
    try {
      return this.#parse(at, ANEW);
    } catch {
      return {};
    }
  }

  #step(at: number): ReplayStep {
    const step = this.#parse(at, ANEW) as ReplayStep;
    if (step.step !== at) {
      throw this.#fault(at + 1, `decision ${at} should be here, not ${String(step.step)}`, ANEW);
    }
    if (!isStep(step) || step.fingerprint !== fingerprintOf(step)) {
      const changed = `decision ${at} was changed: its fingerprint does not fit`;
      throw this.#fault(at + 1, changed, ANEW);
    }
    return step;
  }

  #program(program: ExploredProgram): ExploredProgram {
    if (program.kind === 'scenario') {
      return { kind: 'scenario', scenario: this.#scenario(program.scenario) };
    }
    if (isStackProgram(program)) return program;
    throw this.#fault(1, 'the program in the header is none', ANEW);
  }

  #scenario(scenario: Scenario): Scenario {
    if (isScenario(scenario, `${this.#file}:1`)) return bareScenario(scenario);
    throw this.#fault(1, 'the scenario in the header is none', ANEW);
  }

  #parse(at: number, mend: string): object {
    let value: unknown = null;
    try {
      value = JSON.parse(this.#lines[at] as string);
    } catch {
      throw this.#fault(at + 1, 'no JSON', mend);
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw this.#fault(at + 1, 'no JSON object', mend);
  }

  #fault(line: number, message: string, mend: string): UsageError {
    return new UsageError(`${this.#file}:${line}: ${message}`, mend);
  }
}

function isStep({ enabled, run, op, lock, class: name, site }: Partial<ReplayStep>): boolean {
  const texts = [run, op, site];
  const names = [lock, name];
  return (
    Array.isArray(enabled) &&
    enabled.every((thread) => typeof thread === 'string') &&
    texts.every((text) => typeof text === 'string') &&
    names.every((text) => text === null || typeof text === 'string')
  );
}

function isStackProgram(program: Partial<StackProgram>): boolean {
  const { kind, design, workload, sizes = {}, operations, seed, pauses = {} } = program;
  const numbers = [operations, seed, ...Object.values(sizes), ...Object.values(pauses)];
  return (
    kind === 'stack' &&
    typeof design === 'string' &&
    typeof workload === 'string' &&
    numbers.every((number) => Number.isInteger(number))
  );
}
