import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { readReplay } from '../../src/explore/read-replay.ts';
import { checksumOf, replayText } from '../../src/explore/replay-file.ts';
import { ABBA, ORIGIN, RECORDING, scenarioOf } from './fixtures/recordings.ts';

const TEXT = replayText(RECORDING, ORIGIN);
const LINES = TEXT.trimEnd().split('\n');

/** The file with one line replaced, and the checksum of all that was made to fit. */
function forged(line: number, change: (object: Record<string, unknown>) => void): string {
  const lines = LINES.map((text, index) => {
    if (index !== line) return text;
    const object = JSON.parse(text) as Record<string, unknown>;
    change(object);
    return JSON.stringify(object);
  });
  const end = { ...JSON.parse(lines.at(-1) as string), checksum: checksumOf(lines.slice(0, -1)) };
  return [...lines.slice(0, -1), JSON.stringify(end), ''].join('\n');
}

function refusalOf(text: string): UsageError {
  try {
    readReplay(text, 'a.jsonl');
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('what is written is read back', () => {
  expect(readReplay(TEXT, 'a.jsonl')).toEqual({ recording: RECORDING, origin: ORIGIN });
  const program = { kind: 'stack', design: 'merged', workload: 'mixed' } as const;
  const stack = {
    ...RECORDING,
    program: { ...program, sizes: { threads: 2 }, operations: 3, seed: 7, pauses: { lru_lock: 0 } },
  };
  const origin = { ...ORIGIN, source: null };
  expect(readReplay(replayText(stack, origin), 'a.jsonl')).toEqual({ recording: stack, origin });
  const whole = { ...ORIGIN, original: scenarioOf(ABBA) };
  expect(readReplay(replayText(RECORDING, whole), 'a.jsonl').origin).toEqual(whole);
});

test('a line names who could run, who ran, what it did, where, and its fingerprint', () => {
  expect(JSON.parse(LINES[2] as string)).toEqual({
    step: 2,
    enabled: ['T1', 'T2'],
    run: 'T2',
    op: 'lock',
    lock: 'B',
    class: 'child',
    site: 'lock B (stories/abba.yaml:4)',
    fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
});

describe('a damaged file is refused with its line', () => {
  test.each([
    ['empty', '', 1, /no header/],
    ['blank', '\n\n', 1, /no header/],
    ['a scenario file', ABBA, 1, /no JSON/],
    ['a trace', '{"name": "ABBA", "locks": []}\n', 1, /no replay file of lockyard/],
    ['a list', '[]\n', 1, /no JSON object/],
    ['cut off in its header', (LINES[0] as string).slice(0, 90), 1, /cut off/],
    ['cut off behind its header', `${LINES[0]}\n`, 1, /cut off/],
    ['cut off between two lines', LINES.slice(0, 3).join('\n'), 3, /cut off/],
    ['cut off in a line', TEXT.slice(0, -40), 4, /cut off/],
    ['without a decision', LINES.filter((_, n) => n !== 1).join('\n'), 2, /decision 1 should be/],
    ['without the last decision', LINES.filter((_, n) => n !== 2).join('\n'), 3, /1 of its 2/],
    ['of another version', TEXT.replace('"version":1', '"version":2'), 1, /replay format 2/],
    ['with another thread', TEXT.replace('"run":"T2"', '"run":"T1"'), 3, /decision 2 was changed/],
    [
      'with another site',
      TEXT.replace('abba.yaml:4)","finger', 'abba.yaml:5)","finger'),
      4,
      /checksum/,
    ],
    ['with another seed', TEXT.replace('"seed":7', '"seed":8'), 4, /checksum/],
    ['with a line that is no JSON', TEXT.replace('{"step":2', '{step:2'), 3, /no JSON/],
  ])('%s', (_what, text, line, message) => {
    const { message: told, mend } = refusalOf(text);
    expect(told).toMatch(new RegExp(`^a\\.jsonl:${line}: `));
    expect(told).toMatch(message);
    expect(mend).not.toBe('');
  });
});

test('the older tool is named that reads another version', () => {
  expect(refusalOf(TEXT.replace('"version":1', '"version":9')).mend).toContain('lockyard 0.1.0');
});

describe('a forged file is refused, though its checksum fits', () => {
  test.each<[string, number, (object: Record<string, unknown>) => void]>([
    ['a program that is none', 0, (header) => (header['program'] = { kind: 'stack', design: 7 })],
    ['no program at all', 0, (header) => (header['program'] = { kind: 'scenario', scenario: 3 })],
    ['an operation that does another thing', 0, (header) => swapLocks(header)],
    ['threads that are numbers', 1, (step) => (step['enabled'] = [1, 2])],
  ])('%s', (_what, line, change) => {
    expect(refusalOf(forged(line, change)).message).toMatch(/^a\.jsonl:/);
  });

  test('an operation that breaks the rules of scenario files', () => {
    const unlockFirst = forged(0, (header) => {
      const [thread] = threadsOf(header);
      thread?.ops.reverse();
    });
    expect(refusalOf(unlockFirst).message).toContain('T1');
  });
});

interface Header {
  readonly program: {
    readonly scenario: {
      readonly threads: readonly { readonly ops: { lock: number; text: string }[] }[];
    };
  };
}

function threadsOf(header: Record<string, unknown>) {
  return (header as unknown as Header).program.scenario.threads;
}

function swapLocks(header: Record<string, unknown>): void {
  const [first] = threadsOf(header)[0]?.ops ?? [];
  if (first !== undefined) first.lock = 1;
}
