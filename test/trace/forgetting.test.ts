import { expect, it } from 'vitest';
import { Random } from '../../src/base/random.ts';
import { CaseTrial } from '../../src/trace/case-trial.ts';
import { readHeader } from '../../src/trace/read-header.ts';

const CLASSES = 40;
const HELD = 6;

/** Stacks of random locks, ascending: more chains than there is ever room for. */
function* ascending(rounds: number) {
  const random = new Random(7);
  for (let round = 0; round < rounds; round++) {
    const stack: number[] = [];
    for (let i = 0; i < HELD; i++) stack.push(random.below(CLASSES - 2, 'class'));
    const locks = [...new Set(stack)].sort((a, b) => a - b);
    yield* locks.map((lock) => ({ op: 'lock', lock: `l${lock}` }));
    // Oldest first, so that every release leaves the others on new chains.
    yield* locks.map((lock) => ({ op: 'unlock', lock: `l${lock}` }));
  }
}

function trial() {
  const locks = Array.from({ length: CLASSES }, (_, i) => ({ id: `l${i}`, kind: 'mutex' }));
  const value = { name: 'many chains', locks };
  const where = { file: 'trace.json', ordinal: 'the case', lines: null, line: 0 };
  return new CaseTrial(readHeader(value, where));
}

it('forgets chains and keeps the order, with the place of each dependency', () => {
  const first = ['lock', 'lock', 'unlock', 'unlock'].map((op, i) => {
    return { op, lock: i === 0 || i === 3 ? `l${CLASSES - 2}` : `l${CLASSES - 1}` };
  });
  const last = [`l${CLASSES - 1}`, `l${CLASSES - 2}`].map((lock) => ({ op: 'lock', lock }));
  // As if the trace were short: the table of chains is made for 64 of them.
  const small = trial();
  const checked = first.map((op, i) => small.survey(op, i));
  let at = 0;
  for (const op of checked) expect(small.judge(op, at++)).toBe(true);
  for (const op of ascending(3000)) expect(small.judge(small.read(op, at), at++)).toBe(true);
  expect(small.judge(small.read(last[0], at), at++)).toBe(true);
  expect(small.judge(small.read(last[1], at), at)).toBe(false);
  const { reason, finding } = small.verdict();
  expect(reason).toBe('circular');
  expect(finding?.cycle.map(({ from, to }) => [from, to])).toEqual([
    ['l39', 'l38'],
    ['l38', 'l39'],
  ]);
  expect(finding?.cycle[1]?.site).toEqual(['ops[1] (trace.json)']);
  expect(finding?.cycle[1]?.heldSite).toEqual(['ops[0] (trace.json)']);
  expect(finding?.cycle[1]?.thread).toBe('T0');
});
