import { UsageError } from '../../base/errors.ts';
import type { HostFacts } from '../part.ts';
import type { Contention, StressPart, StressRun } from '../stress/stress-part.ts';
import type { JsonReader } from './json-reader.ts';
import { readDependency } from './read-dependency.ts';
import { readCut, readFinding } from './read-findings.ts';
import { readLock } from './read-locks.ts';
import { readThreadLine } from './read-thread-lines.ts';
import { readTimedEvents } from './read-timed-events.ts';

/**
 * A document of `stress --json`, of designs or of scenarios.
 *
 * @throws {UsageError} when something in it is not what it must be, or when it holds no run at all.
 */
export function readStress(document: JsonReader, file: string): StressPart {
  const runs = document.get('results').list().map(readRun);
  if (runs.length === 0) {
    throw new UsageError(
      `${file} holds no run: nothing was judged in it`,
      'run `lockyard stress --json` until at least one design has ended',
    );
  }
  const skipped = document.listOr('skipped').map((name) => name.text());
  return {
    kind: 'stress',
    file,
    command: document.textOr('rerun', 'lockyard stress --json'),
    host: readHost(document),
    warnings: [
      ...skipped.map((name) => `${name} was not run: the session was interrupted before it.`),
      ...runs.flatMap(warningsOf),
    ],
    runs,
  };
}

function readRun(run: JsonReader): StressRun {
  const operations = run.get('operations').number();
  return {
    name: nameOf(run),
    workload: run.textOr('workload', null),
    threads: run.get('threads').number(),
    threadsInAll: threadsInAll(run),
    expected: run.textOr('expected', null),
    verdict: run.get('verdict').text(),
    asExpected: run.get('asExpected').boolean(),
    inconclusive: run.optional('inconclusive')?.boolean() ?? false,
    ending: run.textOr('ending', 'unknown'),
    operations,
    refusals: run.numberOr('refusals', null),
    seconds: run.get('seconds').number(),
    deadlocks: run.get('deadlocks').number(),
    firstDeadlockAfter: run.numberOr('firstDeadlockAfter', null),
    reclaimedPages: run.optional('reclaim')?.get('pages').number() ?? null,
    contention: readContention(run.optional('contention')),
    locks: run.listOr('locks').map(readLock),
    findings: run.listOr('findings').map(readFinding),
    findingsLost: run.numberOr('findingsLost', 0),
    cuts: run.listOr('cuts').map(readCut),
    dependencies: run.listOr('dependencies').map(readDependency),
    threadLines: run.listOr('threadLines').map(readThreadLine),
    events: readTimedEvents(run.optional('events')),
  };
}

/** A result is of a design, or of a scenario and of its mended variant. */
function nameOf(run: JsonReader): string {
  const scenario = run.optional('scenario')?.text();
  if (scenario === undefined) return run.get('design').text();
  return run.optional('fixed')?.boolean() === true ? `${scenario} (fixed)` : scenario;
}

/** Those that acquisitions are counted by. */
function threadsInAll(run: JsonReader): number {
  const counts = run.listOr('locks').map((line) => line.optional('acquisitionsByThread'));
  return Math.max(0, ...counts.map((byThread) => byThread?.entries().length ?? 0));
}

function readContention(contention: JsonReader | null): Contention | null {
  if (contention === null) return null;
  return {
    acquisitions: contention.get('acquisitions').number(),
    contentions: contention.get('contentions').number(),
    waitNsP99: contention.get('waitNsP99').number(),
  };
}

function warningsOf({ name, ending, inconclusive }: StressRun): string[] {
  if (inconclusive)
    return [`${name} says nothing either way: it ended before anything could show.`];
  return ending === 'interrupted' ? [`${name} was interrupted before its time.`] : [];
}

function readHost(document: JsonReader): HostFacts {
  const versions = document.optional('versions')?.entries() ?? [];
  const cores = document.optional('cores')?.number();
  const plan = document.optional('plan');
  const level = plan?.optional('level')?.text();
  const seed = document.optional('seed')?.number();
  return [
    ...(cores === undefined ? [] : [['cores', String(cores)] as const]),
    ...versions.map(([name, version]) => [name, version.text()] as const),
    ...(level === undefined ? [] : [['instrumentation', level] as const]),
    ...(seed === undefined ? [] : [['seed', String(seed)] as const]),
  ];
}
