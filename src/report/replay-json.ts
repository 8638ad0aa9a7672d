import { divergenceText } from './divergence-text.ts';
import type { ReplayReport } from './replay-outcome.ts';

/** The one JSON document of `replay --json`. */
export function replayJson(report: ReplayReport): string {
  const { recording, origin, result } = report;
  const { divergence, run } = result;
  const { program } = recording;
  const document = {
    kind: 'replay',
    versions: report.versions,
    cores: report.cores,
    rerun: report.rerun,
    exitStatus: report.exitStatus,
    file: report.file,
    recordedBy: origin.tool,
    ...(program.kind === 'scenario'
      ? { scenario: program.scenario.name }
      : { design: program.design, workload: program.workload }),
    outcome: result.outcome,
    signature: run?.recording.signature ?? null,
    expected: { outcome: recording.outcome, signature: recording.signature },
    matches: result.matches,
    times: result.times,
    asked: report.asked,
    seconds: result.seconds,
    decisions: recording.decisions.length,
    deadlock: run?.recording.deadlock ?? null,
    divergence: divergence === null ? null : { ...divergence, text: divergenceText(divergence) },
    notes: report.notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
