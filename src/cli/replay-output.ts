import {
  accessSync,
  constants,
  existsSync,
  openSync,
  readSync,
  closeSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { REPLAY_FORMAT } from '../explore/replay-file.ts';

/** Where a replay file is written when nobody says where. */
export function defaultReplayPath(name: string, fixed: boolean): string {
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '');
  return `${plain === '' ? 'scenario' : plain}${fixed ? '-fixed' : ''}.replay.jsonl`;
}

/**
 * Whether a replay file can be written there, to be known before a long search. What is there already
 * is only replaced by its like.
 *
 * @throws {UsageError}
 */
export function checkReplayPath(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch {
    throw new UsageError(
      `${path} cannot be written: there is no such folder, or it is read-only`,
      'name another file with -o',
    );
  }
  if (!existsSync(path) || isReplay(path)) return;
  throw new UsageError(
    `${path} is there already, and it is no replay file`,
    'name another file with -o, or move it away',
  );
}

/** @throws {UsageError} */
export function writeReplay(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${path} cannot be written: ${message}`, 'name another file with -o');
  }
}

function isReplay(path: string): boolean {
  const head = Buffer.alloc(REPLAY_FORMAT.length + 40);
  try {
    const file = openSync(path, 'r');
    readSync(file, head);
    closeSync(file);
  } catch {
    return false;
  }
  return head.toString('utf8').startsWith(`{"format":"${REPLAY_FORMAT}"`);
}
