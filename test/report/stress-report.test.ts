import { describe, expect, test } from 'vitest';
import { plain } from '../../src/report/palette.ts';
import { stressJson } from '../../src/report/stress-json.ts';
import type { StressOutcome } from '../../src/report/stress-outcome.ts';
import { stressText } from '../../src/report/stress-text.ts';
import type { EdgeToCut } from '../../src/run/cut-edges.ts';
import type { JudgedRun } from '../../src/run/judged-run.ts';
import type { LockLine } from '../../src/run/lock-lines.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import { type Expectation, judge } from '../../src/run/verdict.ts';
import { resultOf } from '../run/fixtures/result.ts';
import { findingOf, lockOf, stateOf } from './fixtures/findings.ts';

const LINE: LockLine = {
  class: 'obj->mm.lock',
  kind: 'mutex',
  acquisitions: 200_000,
  contentions: 500,
  ownerChanges: 400,
  waitNsTotal: 5e6,
  waitNsMax: 12_345_678,
  waitNsAverage: 10_000,
  waitNsP99: 56_832,
  waitBuckets: [0, 500],
  holdsClocked: 700,
  holdNsTotal: 7e5,
  holdNsMax: 2e6,
  holdNsAverage: 1000,
  holdNsP99: 3000,
  tryFailed: 12,
  backOffs: 0,
  timeOuts: 0,
  deadlocks: 3,
  points: [{ waiter: 'getPages (a.js:1)', holder: 'evict (b.js:2)', count: 400 }],
  acquisitionsByThread: { 'importer-0': 150_000, kswapd: 50_000 },
};

function runOf(design: string, expected: Expectation, told: Partial<RunResult>): JudgedRun {
  const result = resultOf({ name: design, locks: [LINE], ...told });
  return { design, workload: 'mixed', workers: 4, judgement: judge(expected, result), result };
}

function outcomeOf(runs: readonly JudgedRun[], skipped: readonly string[] = []): StressOutcome {
  return {
    tool: 'lockyard 0.1.0',
    versions: { lockyard: '0.1.0', node: '20.20.2', v8: '11.3' },
    cores: 2,
    rerun: 'npx lockyard stress --seed 1',
    settings: {
      workload: 'mixed',
      workers: 4,
      level: 'full',
      seed: 1,
      onDeadlock: 'recover',
      warmUpMs: 300,
      stack: { objects: 32 },
    },
    runs,
    skipped,
    exitStatus: 1,
  };
}

const deadlocked = runOf('resv-in-map', 'deadlocks', {
  deadlocks: 3,
  firstDeadlockAfter: 4321,
  findings: [{ finding: findingOf({ type: 'deadlock', summary: 'a ring' }), count: 3 }],
});
const CUT: EdgeToCut = {
  from: 'fs_reclaim',
  to: 'A',
  cycles: 1,
  cyclesInAll: 1,
  sites: 1,
  places: ['f (a.js:1)'],
  isLeast: true,
  suggestion: { kind: 'trylock-in-reclaim', lock: 'A' },
};
const crashed = runOf('merged', 'clean', {
  ending: 'crash',
  threads: [stateOf('worker-1', { holds: [lockOf('A(0)', ['f (a.js:1)'])] })],
  findings: [
    { finding: findingOf({ type: 'thread-crash', summary: 'worker-1 crashed' }), count: 1 },
  ],
});

describe('the text', () => {
  const text = stressText(outcomeOf([crashed, deadlocked]), false, plain);

  test('has one line a design with its figures, and fits 120 columns', () => {
    const lines = text.split('\n');
    const table = lines.slice(2, 7).map((line) => line.replace(/\s{2,}/g, ' | '));
    expect(table).toEqual([
      'design | verdict | expected | operations | deadlocks | first after | reclaimed | contended | p99 wait',
      ' | (operations) | (pages)',
      expect.stringMatching(/^─+$/),
      'merged | crash | ✗ clean | 45,000/s | - | - | 1,200 | 0.25 % | 56.8 µs',
      'resv-in-map | deadlock | ✓ deadlocks | 45,000/s | 3 | 4,321 | 1,200 | 0.25 % | 56.8 µs',
    ]);
    for (const line of lines.slice(0, 7)) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('has no blanks at the end of a line, lock tables included', () => {
    expect(stressText(outcomeOf([crashed, deadlocked]), true, plain)).not.toMatch(/ $/m);
  });

  test('tells contention as the run has it, not the worst class', () => {
    const contention = { acquisitions: 400, contentions: 1, waitNsP99: 7000 };
    const quiet = runOf('ww-resv', 'clean', { contention });
    expect(stressText(outcomeOf([quiet]), false, plain)).toMatch(/ 0\.25 % +7 µs\n/);
    const unclocked = { ...contention, waitNsP99: 0 };
    const order = runOf('ww-resv', 'clean', { contention: unclocked });
    expect(stressText(outcomeOf([order]), false, plain)).toMatch(/ 0\.25 % +-\n/);
  });

  test('says that the first design was warmed up, if it was', () => {
    expect(text).toContain('\n\nwarm-up: merged ran for 300 ms before, uncounted\n\n');
    const { settings, ...rest } = outcomeOf([crashed]);
    const cold = { ...rest, settings: { ...settings, warmUpMs: 0 } };
    expect(stressText(cold, false, plain)).not.toContain('warm-up');
  });

  test('tells what was not expected last, and how to run it again at the very end', () => {
    expect(text.indexOf('DEADLOCK: ')).toBeLessThan(text.indexOf('THREAD CRASH: '));
    expect(text).toContain('not as expected: merged (crash)\n');
    expect(text.trimEnd().split('\n').at(-1)).toBe('run it again: npx lockyard stress --seed 1');
  });

  test('tells the threads of a run that did not end by itself', () => {
    expect(text).toContain('all threads of merged as the run ended (crash):\n\nworker-1 (worker,');
  });

  test('has lock statistics only where asked for', () => {
    expect(text).not.toContain('locks of merged');
    const locks = stressText(outcomeOf([crashed]), true, plain);
    expect(locks).toContain('locks of merged\n');
    expect(locks).toMatch(/obj->mm\.lock +200,000 +500 +0\.25 % +400 +10 µs +12\.3 ms/);
    expect(locks).toContain('400 times getPages (a.js:1) waited for the holder at evict (b.js:2)');
    for (const line of locks.split('\n').slice(0, 20)) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('says what an interruption kept from running', () => {
    const interrupted = runOf('ww-resv', 'clean', { ending: 'interrupted' });
    const told = stressText(outcomeOf([interrupted], ['busted']), false, plain);
    expect(told).toContain('interrupted before a verdict: ww-resv, busted\n');
    expect(told).toContain('? clean');
  });
});

describe('the JSON', () => {
  const document = JSON.parse(stressJson(outcomeOf([crashed, deadlocked], ['busted'])));

  test('has the fields that outside checks read', () => {
    expect(document).toMatchObject({
      kind: 'stress',
      seed: 1,
      cores: 2,
      rerun: 'npx lockyard stress --seed 1',
      skipped: ['busted'],
      versions: { lockyard: '0.1.0', node: '20.20.2' },
    });
    expect(document.results[1]).toMatchObject({
      design: 'resv-in-map',
      workload: 'mixed',
      threads: 4,
      expected: 'deadlocks',
      verdict: 'deadlock',
      asExpected: true,
      operations: 90_000,
      seconds: 2,
      deadlocks: 3,
      integrity: { checked: 5000, corrupted: 0 },
      reclaim: { pages: 1200, skippedBusy: 3, direct: 700, kswapd: 500 },
      locks: [{ class: 'obj->mm.lock', acquisitions: 200_000, contentions: 500 }],
    });
  });

  test('has each class with the acquisitions of each thread, and no raw histogram', () => {
    const [lock] = document.results[1].locks;
    expect(lock.acquisitionsByThread).toEqual({ 'importer-0': 150_000, kswapd: 50_000 });
    expect(lock).not.toHaveProperty('waitBuckets');
    expect(document.results[1].contention).toMatchObject({ contentions: 500, waitNsP99: 56_832 });
  });

  test('carries the edges to cut, each with its suggestion in words', () => {
    expect(document.results[1].cuts).toEqual([]);
    const result: RunResult = { ...deadlocked.result, cuts: [CUT] };
    const { results } = JSON.parse(stressJson(outcomeOf([{ ...deadlocked, result }])));
    expect(results[0].cuts).toEqual([
      { ...CUT, suggestion: { ...CUT.suggestion, text: expect.stringContaining('try A in') } },
    ]);
  });

  test('carries each finding with its full text', () => {
    const [finding] = document.results[1].findings;
    expect(finding).toMatchObject({ type: 'deadlock', level: 'confirmed', count: 3 });
    expect(finding.text).toContain('DEADLOCK: ');
  });
});
