import type { PassingSchedule } from '../explore/passing.ts';
import type { ToldDeadlock } from '../explore/recording.ts';
import type { StrategyTally } from '../explore/search-result.ts';
import type { ShrunkRecording } from '../explore/shrink.ts';
import type { Finding } from '../validate/finding.ts';
import type { ExploreOutcome } from './explore-outcome.ts';

/** The one JSON document of `explore --json`. */
export function exploreJson(outcome: ExploreOutcome): string {
  const { exploration, settings, replay } = outcome;
  const { search, recording, orderFindings, deadlock } = exploration;
  const document = {
    kind: 'explore',
    versions: outcome.versions,
    cores: outcome.cores,
    rerun: outcome.rerun,
    exitStatus: outcome.exitStatus,
    scenario: outcome.name,
    ...programJson(outcome),
    plan: settings,
    engine: search.engine,
    expected: outcome.expected,
    asExpected: outcome.asExpected,
    inconclusive: outcome.inconclusive,
    verdict: exploration.verdict,
    complete: exploration.complete,
    ending: search.ending,
    schedules: search.schedules,
    steps: search.steps,
    states: search.states,
    seconds: search.seconds,
    schedulesPerSecond: perSecond(search),
    validator: orderFindings.length === 0 ? 'clean' : 'report',
    orderFindings: orderFindings.map(findingJson),
    predicted: search.predicted.map(findingJson),
    deadlock: deadlock === null ? null : deadlockJson(deadlock),
    confirmed: recording?.deadlock != null,
    signature: recording?.signature ?? null,
    replay: replay?.path ?? null,
    replayCommand: replay?.command ?? null,
    decisions: recording?.decisions.length ?? null,
    shrunk: shrunkJson(exploration.shrunk),
    passing: passingJson(exploration.passing),
    determinism: search.determinism,
    strategies: search.tallies.map(tallyJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function programJson({ program, fixed }: ExploreOutcome) {
  if (program.kind === 'scenario') return { file: program.scenario.file, fixed };
  const { design, workload, sizes, operations } = program;
  return { design, workload, sizes, operations };
}

function deadlockJson({ cycle, isCycle, summary }: ToldDeadlock) {
  const waits = cycle.map((wait) => ({ ...wait, holds: wait.holds === '-' ? null : wait.holds }));
  return { cycle: waits, isCycle, summary };
}

function findingJson({ type, level, summary, cycle }: Finding) {
  return { type, level, summary, cycle };
}

function shrunkJson(shrunk: ShrunkRecording | null) {
  if (shrunk === null) return null;
  const { before, after, tries } = shrunk;
  return { before, after, tries };
}

function passingJson(passing: PassingSchedule | null) {
  if (passing === null) return null;
  const { at, made, instead } = passing;
  return { step: at + 1, made, instead };
}

function tallyJson(tally: StrategyTally) {
  return { ...tally, schedulesPerSecond: perSecond(tally) };
}

/** A search that is done before the clock moves has taken a microsecond. */
function perSecond({ schedules, seconds }: { schedules: number; seconds: number }): number {
  return Math.round(schedules / Math.max(seconds, 1e-6));
}
