import type { Exploration } from '../explore/explore-session.ts';
import type { Recording, ToldDeadlock, ToldWait } from '../explore/recording.ts';
import type { InterleavingGlyphs } from './interleaving-glyphs.ts';
import { passingText } from './interleaving-passing.ts';
import { interleavingOf } from './interleaving-recording.ts';
import { interleavingText } from './interleaving-text.ts';
import type { Palette } from './palette.ts';
import { countText, pluralText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

const NOTHING = '-';
/** Nobody reads more; the replay file has them all. */
const DECISIONS_TOLD = 40;

/** Who holds and wants what, in one sentence: what everybody wants to know first. */
export function cycleSentence({ cycle }: ToldDeadlock): string {
  const waits = cycle.map(({ thread, holds, wants }) =>
    holds === NOTHING ? `${thread} wants ${wants}` : `${thread} holds ${holds}, wants ${wants}`,
  );
  return `${waits.join('; ')}.`;
}

/** A deadlock that was found: its sentence, each thread with its places, and the way there. */
export function deadlockBlocks(
  { deadlock, recording, shrunk, passing }: Exploration,
  glyphs: InterleavingGlyphs,
  palette: Palette,
): string[] {
  if (deadlock === null) return [];
  const head = `DEADLOCK of ${pluralText(deadlock.cycle.length, 'thread')}`;
  const by = recording?.deadlock == null ? ' (of the model; real threads did not come to it)' : '';
  const [first = '', ...more] = wrapped(cycleSentence(deadlock), `${head}${by}: `, '');
  const blocks = [
    [palette('bad', head) + first.slice(head.length), ...more].join('\n'),
    deadlock.cycle.map(threadText).join('\n'),
  ];
  if (recording === null || recording.decisions.length === 0) return blocks;
  const told = { ...recording, decisions: recording.decisions.slice(-DECISIONS_TOLD) };
  const way = interleavingText(interleavingOf(told), glyphs, palette);
  const lead = wrapped(`The way there${sizeText(shrunk)}${lastOnes(recording)}:`).join('\n');
  blocks.push(`${lead}\n\n${way}`);
  if (passing !== null) blocks.push(passingText(passing));
  return blocks;
}

function threadText({ thread, holds, wants, site, heldSite }: ToldWait): string {
  const at = (place: string) => (place === '' ? '' : `\n          at ${place}`);
  const held = holds === NOTHING ? '  holds nothing of it' : `  holds ${holds}${at(heldSite)}`;
  return `${thread}\n${held}\n  wants ${wants}${at(site)}`;
}

function lastOnes({ decisions }: Recording): string {
  if (decisions.length <= DECISIONS_TOLD) return '';
  return `; the last ${DECISIONS_TOLD} of its ${countText(decisions.length)} decisions`;
}

function sizeText(shrunk: Exploration['shrunk']): string {
  if (shrunk === null || shrunk.tries === 0) return '';
  const { before, after } = shrunk;
  const parts = (['threads', 'operations', 'decisions', 'switches'] as const).flatMap((what) =>
    before[what] === after[what]
      ? []
      : [`${countText(before[what])} to ${countText(after[what])} ${what}`],
  );
  return parts.length === 0 ? '' : `, made smaller from ${parts.join(', ')}`;
}
