import { type CaseVerdict, judgeCase } from '../../src/trace/case-trial.ts';
import { judgeLines } from '../../src/trace/judge-lines.ts';
import { readCases } from '../../src/trace/read-cases.ts';

/** The verdict on one case of a JSON file. */
export function judged(value: unknown): CaseVerdict {
  const [only] = readCases('trace.json', value);
  if (only === undefined) throw new Error('no case');
  return judgeCase(only.header, only.ops);
}

/** The verdict on a trace in JSON Lines, read in batches of a few lines. */
export async function judgedLines(lines: readonly unknown[], batch = 3): Promise<CaseVerdict> {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const source = async function* () {
    for (let at = 0; at < texts.length; at += batch) {
      yield { first: at + 1, lines: texts.slice(at, at + batch) };
    }
  };
  const watch = { progress: () => undefined, stopped: false };
  const verdict = await judgeLines('trace.jsonl', source, watch);
  if (verdict === null) throw new Error('stopped');
  return verdict;
}

/** `ABBA` and the like as a case: each word a lock taken, each with a `-` before it one released. */
export function mutexCase(words: string) {
  const ops = words.split(' ').map((word) => {
    const name = word.replace('-', '');
    return { op: word.startsWith('-') ? 'unlock' : 'lock', lock: name, mode: 'excl' };
  });
  const names = [...new Set(ops.map(({ lock }) => lock))];
  return {
    name: words,
    locks: names.map((id) => ({ id, kind: 'mutex', class: id })),
    contexts: [{ id: 'T0', kind: 'task' }],
    ops,
  };
}
