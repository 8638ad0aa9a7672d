import { divergenceText } from './divergence-text.ts';
import { deadlockBlocks } from './explore-deadlock-text.ts';
import type { ExploreOutcome } from './explore-outcome.ts';
import { coverageText, searchText } from './explore-search-text.ts';
import type { InterleavingGlyphs } from './interleaving-glyphs.ts';
import type { Palette } from './palette.ts';
import { pluralText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

/**
 * What `explore` prints: the deadlock in one sentence, who holds and wants what, the way there and the
 * nearest one that avoids it, or else what the search has covered; then what the order validator says,
 * figures, and the commands, the one that replays it last.
 */
export function exploreText(
  outcome: ExploreOutcome,
  glyphs: InterleavingGlyphs,
  palette: Palette,
): string {
  const { exploration, rerun, replay } = outcome;
  const { search, verdict } = exploration;
  const blocks = [
    headLine(outcome),
    ...(verdict === 'deadlock'
      ? deadlockBlocks(exploration, glyphs, palette)
      : [coverageText(search, palette)]),
    ...predictedBlock(outcome),
    orderText(outcome),
    ...determinismBlock(outcome, palette),
    searchText(search),
    conclusion(outcome, palette),
    `run it again: ${rerun}`,
    ...(replay === null ? [] : [`replay it: ${replay.command}`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headLine({
  tool,
  settings,
  name,
  fixed,
  program,
  versions,
  cores,
}: ExploreOutcome): string {
  const what =
    program.kind === 'scenario'
      ? [`scenario ${name}${fixed ? ', fixed' : ''}`]
      : [`design ${program.design}`, `workload ${program.workload}`];
  return [
    `${tool} explore`,
    ...what,
    `${settings.engine} engine`,
    ...(settings.engine === 'model' ? [] : [`strategy ${settings.strategy}`]),
    `seed ${settings.seed}`,
    `node ${versions.node}`,
    pluralText(cores, 'core'),
  ].join(', ');
}

/** What was only predicted is no alarm. */
function predictedBlock({ exploration }: ExploreOutcome): string[] {
  const { search, verdict } = exploration;
  if (verdict === 'deadlock' || search.predicted.length === 0) return [];
  const lines = search.predicted.map(({ summary }) => wrapped(summary, '  potential: ').join('\n'));
  return [['predicted, but not brought about:', ...lines].join('\n')];
}

/** Where the same decisions lead elsewhere, no replay can be relied on. */
function determinismBlock({ exploration }: ExploreOutcome, palette: Palette): string[] {
  const { divergence } = exploration.search.determinism;
  if (divergence === null) return [];
  const text =
    'not deterministic: a schedule that was run once more went another way, though each decision was ' +
    'the same. Something is drawn that the seed does not fix, such as the time of day. ' +
    `${divergenceText(divergence)}.`;
  return [palette('warning', wrapped(text).join('\n'))];
}

function orderText({ exploration }: ExploreOutcome): string {
  const { orderFindings } = exploration;
  if (orderFindings.length === 0) return 'order validator: clean';
  const lines = orderFindings.map(({ type, summary }) =>
    wrapped(`${type}: ${summary}`, '  ').join('\n'),
  );
  return ['order validator: report', ...lines].join('\n');
}

function conclusion(outcome: ExploreOutcome, palette: Palette): string {
  const { expected, asExpected, inconclusive, exploration } = outcome;
  const told = expected === null ? 'nothing was expected' : `expected ${expected}`;
  if (inconclusive) return palette('warning', `inconclusive, ${told}`);
  const mark = asExpected ? palette('good', 'as expected') : palette('bad', 'NOT as expected');
  const open = exploration.verdict === 'clean' && !exploration.complete;
  return `${open ? 'nothing found' : exploration.verdict}: ${mark}${asExpected ? '' : `, ${told}`}`;
}
