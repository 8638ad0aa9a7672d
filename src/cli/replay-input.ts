import { existsSync, readFileSync, statSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { editedScenario } from '../explore/edited-scenario.ts';
import { type ReadReplay, readReplay } from '../explore/read-replay.ts';
import { sourceHash } from '../explore/source-hash.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { chooseScenarios } from './stress-scenario-files.ts';

/** A replay file, and what has become of its program since. */
export interface ReplayInput extends ReadReplay {
  /** A sentence for each thing that is not as it was. */
  readonly notes: readonly string[];
}

const BYTES_MAX = 256 << 20;

/** @throws {UsageError} for a file that is not there, not whole, or not a replay file */
export function openReplay(path: string): ReadReplay {
  if (path === '') throw new UsageError('a replay file has an empty name', 'name a file');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UsageError(
      `there is no file ${path}`,
      'check the path; `lockyard explore` writes one',
    );
  }
  if (!stat.isFile()) throw new UsageError(`${path} is no regular file`, 'name a replay file');
  if (stat.size > BYTES_MAX) {
    throw new UsageError(`${path} is larger than a replay file may be`, 'record it anew, smaller');
  }
  return readReplay(textOf(path), path);
}

/**
 * A scenario whose file has been edited since is replayed as the file says it now, unless `asRecorded`.
 * A design always is what its code is now.
 */
export function refreshed(read: ReadReplay, asRecorded: boolean): ReplayInput {
  const { recording, origin } = read;
  const { program } = recording;
  if (program.kind !== 'scenario' || origin.source === null) return { ...read, notes: [] };
  const { file } = program.scenario;
  if (!existsSync(file) || sourceHash(file) === origin.source) return { ...read, notes: [] };
  const edit = editedScenario(
    origin.original ?? program.scenario,
    program.scenario,
    scenarioNow(file, origin.fixed),
  );
  const edited = `${file} has been edited since it was recorded`;
  if (edit.kind === 'same') return { ...read, notes: [] };
  if (asRecorded) return { ...read, notes: [`${edited}; replayed as it was then.`] };
  if (edit.kind === 'unfit') {
    const why = 'what was left out of the recording cannot be left out of it any more';
    return { ...read, notes: [`${edited}, and ${why}: replayed as it was then.`] };
  }
  const scenario = edit.scenario;
  return {
    origin,
    recording: { ...recording, program: { ...program, scenario } },
    notes: [`${edited}; replayed as it is now (--as-recorded replays it as it was then).`],
  };
}

/** Of a file that has lost its mended variant there is only the other one. */
function scenarioNow(file: string, fixed: boolean): Scenario {
  const [chosen] = chooseScenarios([file], fixed);
  return (chosen as NonNullable<typeof chosen>).scenario;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${path} cannot be read: ${message}`, 'make it readable');
  }
}
