import { expect, it } from 'vitest';
import { judgeLines } from '../../src/trace/judge-lines.ts';
import { judged, judgedLines, mutexCase } from './judged.ts';

const HEADER = { name: 'recorded' };
const kind = 'mutex';

it('judges lines as it judges a case', async () => {
  for (const words of ['A B -B -A B A', 'A B -A -B A B', 'A -A -A', 'A A']) {
    const { ops, ...header } = mutexCase(words);
    const { verdict, reason, at } = await judgedLines([header, ...ops]);
    const whole = judged({ ...header, ops });
    expect([verdict, reason, at?.op]).toEqual([whole.verdict, whole.reason, whole.at?.op]);
  }
});

it('declares a lock by the op that names it first, a task by naming it', async () => {
  const { reason, at, finding } = await judgedLines([
    HEADER,
    { op: 'lock', lock: 'a1', kind, class: 'A', context: 'one' },
    { op: 'lock', lock: 'b1', kind, class: 'B', context: 'one' },
    '',
    { op: 'lock', lock: 'b2', kind, class: 'B', context: 'two' },
    { op: 'lock', lock: 'a1', context: 'two' },
  ]);
  expect(reason).toBe('circular');
  expect(at).toEqual({ op: 3, line: 6 });
  expect(finding?.cycle[1]?.site).toEqual(['trace.jsonl:3']);
  expect(finding?.threads[0]?.thread).toBe('two');
});

it('takes a class that is named for its own kind only', async () => {
  const lines = [
    HEADER,
    { op: 'lock', lock: 'A', kind, class: 'A' },
    { op: 'lock', lock: 'A', kind, class: 'B' },
  ];
  await expect(judgedLines(lines)).rejects.toThrow('declared with another kind or class');
});

it('reads a last line that does not end, and Windows line ends', async () => {
  const lines = [`${JSON.stringify(HEADER)}\r`, `{"op":"lock","lock":"A","kind":"mutex"}\r`, '\r'];
  const { verdict, ops } = await judgedLines(lines);
  expect([verdict, ops]).toEqual(['clean', 1]);
});

it('gives no verdict when it is stopped', async () => {
  const source = async function* () {
    yield { first: 1, lines: [JSON.stringify(HEADER)] };
    yield { first: 2, lines: ['{"op":"lock","lock":"A","kind":"mutex"}'] };
  };
  const heard: number[] = [];
  const watch = {
    progress: (line: number) => void heard.push(line),
    get stopped() {
      return heard.length === 3;
    },
  };
  expect(await judgeLines('trace.jsonl', source, watch)).toBeNull();
  expect(heard).toEqual([2, 3, 2]);
});
