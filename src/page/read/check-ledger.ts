import type { JsonReader } from './json-reader.ts';
import { readLock } from './read-locks.ts';
import { readThreadCpu } from './read-thread-lines.ts';

const PERCENTILES = ['p50', 'p90', 'p99', 'p999', 'max', 'mean', 'count'];
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  fairness: ['jainOperations', 'jainHold', 'leastShare'],
  share: ['running', 'waiting', 'backingOff', 'parked'],
  cpu: ['userMs', 'systemMs', 'voluntarySwitches', 'involuntarySwitches', 'othersShare'],
  reclaim: ['pages', 'skippedBusy', 'direct', 'kswapd'],
};

/**
 * A ledger may have been written by anybody: whatever a comparison counts with is looked at first.
 *
 * @throws {UsageError} that names the place
 */
export function checkHeader(header: JsonReader): void {
  header.get('tool').text();
  const host = header.get('host');
  for (const key of ['cpu', 'node', 'os']) host.get(key).text();
  for (const key of ['cores', 'memoryBytes', 'load']) host.get(key).number();
  const plan = header.get('plan');
  for (const key of ['designs', 'workloads'])
    plan
      .get(key)
      .list()
      .map((name) => name.text());
  plan
    .get('threads')
    .list()
    .map((count) => count.number());
  for (const key of ['trials', 'warmUpMs', 'durationMs', 'seed']) plan.get(key).number();
  for (const key of ['baseline', 'level']) plan.get(key).text();
  for (const [, original] of plan.get('variants').entries()) original.text();
}

/** @throws {UsageError} that names the place */
export function checkTrial(trial: JsonReader): void {
  const cell = trial.get('cell');
  for (const key of ['design', 'workload']) cell.get(key).text();
  cell.get('threads').number();
  for (const key of ['phase', 'startedAt']) trial.get(key).text();
  for (const key of [
    'block',
    'trial',
    'copy',
    'opsPerSecond',
    'operations',
    'seconds',
    'refusals',
  ]) {
    trial.get(key).number();
  }
  for (const rate of trial.get('turns').list()) rate.number();
  for (const [group, keys] of Object.entries(NUMBERS)) {
    for (const key of keys) trial.get(group).get(key).number();
  }
  for (const [, share] of trial.get('share').get('waitingByClass').entries()) share.number();
  for (const [, summary] of trial.get('latencyNs').entries()) checkLatency(summary);
  for (const line of trial.get('locks').list()) {
    readLock(line);
    line.get('kind').text();
  }
  for (const thread of trial.get('threads').list()) checkThread(thread);
  trial.get('verdict').name();
  for (const finding of trial.get('findings').list()) {
    for (const key of ['type', 'level', 'summary']) finding.get(key).text();
    finding.get('count').number();
  }
}

function checkThread(thread: JsonReader): void {
  thread.get('name').text();
  thread.get('service').boolean();
  for (const key of ['operations', 'refusals', 'holdMs']) thread.get(key).number();
  const cpu = thread.optional('cpu');
  if (cpu !== null) readThreadCpu(cpu);
}

function checkLatency(summary: JsonReader): void {
  for (const key of PERCENTILES) summary.get(key).number();
  for (const bucket of summary.get('buckets').list()) {
    bucket.list().map((value) => value.number());
  }
}
