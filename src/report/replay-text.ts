import { divergenceText } from './divergence-text.ts';
import { cycleSentence } from './explore-deadlock-text.ts';
import type { Palette } from './palette.ts';
import { pluralText } from './quantity.ts';
import type { ReplayReport } from './replay-outcome.ts';
import { wrapped } from './wrapped.ts';

/** What `replay` prints: how it ended, where it left the recorded way if it did, how often it matched. */
export function replayText(report: ReplayReport, palette: Palette): string {
  const { result, notes, rerun } = report;
  const blocks = [
    headLine(report),
    ...notes.map((note) => wrapped(`note: ${note}`).join('\n')),
    outcomeText(report, palette),
    `${matchText(report, palette)} in ${result.seconds.toFixed(2)} s.`,
    `replay it again: ${rerun}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headLine({ tool, file, recording, origin, versions }: ReplayReport): string {
  const { program, decisions } = recording;
  return [
    `${tool} replay of ${file}`,
    program.kind === 'scenario'
      ? `scenario ${program.scenario.name}`
      : `design ${program.design}, workload ${program.workload}`,
    pluralText(decisions.length, 'decision'),
    `recorded by ${origin.tool}`,
    `node ${versions.node}`,
  ].join(', ');
}

function outcomeText({ result, recording }: ReplayReport, palette: Palette): string {
  const { outcome, divergence, run } = result;
  if (run === null) return palette('warning', 'interrupted before an outcome');
  if (divergence !== null) {
    return wrappedAfter('diverged', divergenceText(divergence), 'warning', palette);
  }
  const { deadlock, signature } = run.recording;
  if (outcome !== 'deadlock' || deadlock === null) {
    return palette(outcome === recording.outcome ? 'good' : 'bad', outcome);
  }
  const told = wrappedAfter('DEADLOCK', cycleSentence(deadlock), 'bad', palette);
  const same = signature === recording.signature;
  const signed = same
    ? `signature ${signature}, as recorded`
    : `signature ${signature}, recorded was ${recording.signature}: other locks, or other places`;
  return `${told}\n${signed}`;
}

function wrappedAfter(
  head: string,
  text: string,
  tone: Parameters<Palette>[0],
  palette: Palette,
): string {
  const [first = '', ...more] = wrapped(text, `${head}: `, '');
  return [palette(tone, head) + first.slice(head.length), ...more].join('\n');
}

function matchText({ result, asked }: ReplayReport, palette: Palette): string {
  const { matches, times } = result;
  const missing = times < asked ? ` (of ${asked} asked for)` : '';
  const tone = matches === times && times === asked ? 'good' : 'bad';
  return palette(tone, `${matches} of ${pluralText(times, 'replay')}${missing} as recorded`);
}
