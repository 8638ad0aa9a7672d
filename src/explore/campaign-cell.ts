import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { type Campaign, type CampaignCell, wordsOfCell } from './campaign.ts';
import type { LedgerEntry } from './ledger-line.ts';

/**
 * How the exploration of a cell ended. `refused`: it is a matter of usage, and so for all cells of the
 * program; `lost`: it was ended by force or by a defect, and has no result; `stopped`: as was asked for.
 */
export type CellEnd =
  | { readonly kind: 'done'; readonly entry: LedgerEntry }
  | { readonly kind: 'refused' | 'lost'; readonly text: string }
  | { readonly kind: 'stopped' };

/** What of the document of `explore --json` goes into the ledger. */
interface ToldExploration {
  readonly kind: 'explore';
  readonly exitStatus: number;
  readonly verdict: LedgerEntry['verdict'];
  readonly complete: boolean;
  readonly ending: string;
  readonly schedules: number;
  readonly steps: number;
  readonly seconds: number;
  readonly signature: string | null;
  readonly deadlock: { readonly summary: string } | null;
  readonly replay: string | null;
}

const REFUSED = 2;
/** Between asking a process to end and ending it. */
const GRACE_MS = 2000;
/** Of what a process tells about its trouble. */
const TOLD_CHARACTERS = 2000;

/**
 * Explores a cell in a process of its own.
 *
 * @param command what runs `lockyard`: a program and its first words
 * @param replay where its replay file is written; one that is left from before is in nobody's ledger
 */
export async function exploreCell(
  command: readonly [string, ...string[]],
  cell: CampaignCell,
  campaign: Campaign,
  replay: string,
  interrupt: AbortSignal,
): Promise<CellEnd> {
  rmSync(replay, { force: true });
  const [program, ...words] = command;
  const child = spawn(program, [...words, ...wordsOfCell(cell, campaign, replay)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is for the campaign, which then says what becomes of its cells.
    detached: true,
  });
  const release = endsWith(child, interrupt);
  const { status, out, err } = await ended(child);
  release();
  if (interrupt.aborted) return { kind: 'stopped' };
  const told = toldBy(out);
  if (told !== null) return { kind: 'done', entry: entryOf(cell, told) };
  const text = err.trim().slice(-TOLD_CHARACTERS);
  if (status === REFUSED) return { kind: 'refused', text };
  return { kind: 'lost', text: text === '' ? `it ended with ${status}` : text };
}

/** A child that is about to outlive its purpose is ended, also when the campaign's process exits. */
function endsWith(child: ChildProcess, interrupt: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  const endAtOnce = () => child.kill('SIGKILL');
  if (interrupt.aborted) end();
  interrupt.addEventListener('abort', end, { once: true });
  process.once('exit', endAtOnce);
  return () => {
    clearTimeout(timer);
    interrupt.removeEventListener('abort', end);
    process.off('exit', endAtOnce);
  };
}

function ended(child: ChildProcess) {
  return new Promise<{ status: number | string; out: string; err: string }>((resolve) => {
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-2 * TOLD_CHARACTERS);
    });
    child.on('error', ({ message }) => resolve({ status: message, out: '', err: message }));
    child.on('close', (code, signal) => resolve({ status: code ?? signal ?? 'nothing', out, err }));
  });
}

/** null: the document is not whole, or not of a whole exploration. */
function toldBy(out: string): ToldExploration | null {
  try {
    const told = JSON.parse(out) as ToldExploration | null;
    // Somebody has interrupted it: it says what it has, which is not what it was to find.
    return told?.kind === 'explore' && told.ending !== 'interrupted' ? told : null;
  } catch {
    return null;
  }
}

function entryOf({ program, seed }: CampaignCell, told: ToldExploration): LedgerEntry {
  const { exitStatus, verdict, complete, schedules, steps, seconds } = told;
  const { signature, deadlock, replay } = told;
  return {
    ...{ program, seed, exitStatus, verdict, complete, schedules, steps, seconds },
    ...{ signature, deadlock: deadlock?.summary ?? null, replay },
  };
}
