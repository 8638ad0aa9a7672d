import { expect, test } from 'vitest';
import type { ReplayResult } from '../../src/explore/replay-session.ts';
import { plain } from '../../src/report/palette.ts';
import { replayJson } from '../../src/report/replay-json.ts';
import type { ReplayReport } from '../../src/report/replay-outcome.ts';
import { stepText } from '../../src/report/replay-step-text.ts';
import { replayText } from '../../src/report/replay-text.ts';
import { ORIGIN, RECORDING, decision } from '../explore-command/fixtures/recordings.ts';

function report(result: Partial<ReplayResult>, more: Partial<ReplayReport> = {}): ReplayReport {
  return {
    tool: 'lockyard 0.2.0',
    versions: { lockyard: '0.2.0', node: '20.0.0', v8: '11' },
    cores: 2,
    rerun: 'npx lockyard replay abba.replay.jsonl',
    file: 'abba.replay.jsonl',
    recording: RECORDING,
    origin: ORIGIN,
    notes: [],
    result: {
      outcome: 'deadlock',
      divergence: null,
      run: { recording: RECORDING } as unknown as NonNullable<ReplayResult['run']>,
      matches: 10,
      times: 10,
      seconds: 0.25,
      ...result,
    },
    asked: 10,
    exitStatus: 0,
    ...more,
  };
}

test('a replay that deadlocks as recorded', () => {
  const text = replayText(report({}), plain);
  expect(text).toContain('2 decisions, recorded by lockyard 0.1.0');
  expect(text).toContain('DEADLOCK: T1 holds A, wants B; T2 holds B, wants A.');
  expect(text).toContain('signature 0123456789abcdef, as recorded');
  expect(text).toContain('10 of 10 replays as recorded in 0.25 s.');
  expect(text.trimEnd()).toMatch(/replay it again: npx lockyard replay abba\.replay\.jsonl$/);
  expect(JSON.parse(replayJson(report({})))).toMatchObject({
    kind: 'replay',
    outcome: 'deadlock',
    signature: '0123456789abcdef',
    matches: 10,
    times: 10,
    divergence: null,
  });
});

test('one that deadlocks elsewhere says so', () => {
  const recording = { ...RECORDING, signature: 'fedcba9876543210' };
  const run = { recording } as unknown as NonNullable<ReplayResult['run']>;
  const text = replayText(report({ run, matches: 0 }), plain);
  expect(text).toContain('fedcba9876543210, recorded was 0123456789abcdef: other locks');
  expect(text).toContain('0 of 10 replays as recorded');
});

test('one that diverged tells the first step that differs', () => {
  const divergence = { step: 1, recorded: decision('T1', 'A'), came: decision('T1', 'B') };
  const notes = ['abba.yaml has been edited since it was recorded.'];
  const told = report({ outcome: 'diverged', divergence, matches: 0 }, { notes });
  const text = replayText(told, plain);
  expect(text).toContain('note: abba.yaml has been edited');
  expect(text).toMatch(/^diverged: step 1: recorded was that T1 does "lock A"/m);
  expect(JSON.parse(replayJson(told))).toMatchObject({
    outcome: 'diverged',
    divergence: { step: 1 },
  });
});

test('one that was interrupted says how often it was run', () => {
  expect(replayText(report({ matches: 3, times: 3 }), plain)).toContain(
    '3 of 3 replays (of 10 asked for) as recorded',
  );
  expect(replayText(report({ run: null, matches: 0, times: 0 }), plain)).toContain(
    'interrupted before an outcome',
  );
});

test('a step names who was not chosen', () => {
  expect(stepText(decision('T2', 'B'), 2, 5)).toBe(
    '2/5  T2, and not T1: lock B\n    at lock B (stories/abba.yaml:4) ',
  );
});
