import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';

/** Of a process's line in /proc, behind its name: when it started, in ticks since the machine did. */
const STARTED = 19;

/**
 * One campaign at a time writes a ledger. A lock whose process is gone is no lock: it was ended before
 * it could clean up.
 *
 * @throws {UsageError} when another one is at work
 */
export function takeLedgerLock(lock: string, ledger: string): void {
  try {
    writeFileSync(lock, lockText(process.pid), { flag: 'wx' });
    return;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new UsageError(`${ledger} cannot be written: ${message}`, 'name another file');
    }
  }
  const text = readFileSync(lock, 'utf8');
  const owner = Number.parseInt(text, 10);
  // Ids of processes come again, starts do not.
  if (isAlive(owner) && text === lockText(owner) && owner !== process.pid) {
    throw new UsageError(
      `${ledger}: the campaign of process ${owner} is writing this ledger`,
      `wait for it; if there is no such campaign, delete ${lock}`,
    );
  }
  rmSync(lock, { force: true });
  takeLedgerLock(lock, ledger);
}

function lockText(pid: number): string {
  return `${pid} ${startOf(pid)}`;
}

/** Empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[STARTED] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
