import { describe, expect, it } from 'vitest';
import { predict } from '../../src/predict/predict.ts';
import { lockName, script, traceOf } from './event-script.ts';
import { refuteWitness } from './witness-replay.ts';

/** One line a pattern: its locks, and its verdict; each witness is replayed. */
function told(text: string): string[] {
  const trace = script(text);
  const { patterns, truncated } = predict(trace);
  expect(truncated).toBe(false);
  return patterns.map((pattern) => {
    const locks = pattern.steps.map(({ holds }) => lockName(holds)).join('');
    if (pattern.verdict.kind === 'predicted') {
      expect(refuteWitness(trace, pattern)).toBe(null);
      return `${locks} predicted`;
    }
    const { reason, object } = pattern.verdict;
    return `${locks} ${reason}${object < 0 ? '' : ` ${lockName(object)}`}`;
  });
}

const PASS = '+A +B -B -A';
const REVERSED = '+B +A -A -B';

describe('predicted', () => {
  it.each([
    ['opposite order, one after the other', `1: ${PASS}; 2: ${REVERSED}`, ['AB predicted']],
    ['a ring of three', '1: +A +B -B -A; 2: +B +C -C -B; 3: +C +A -A -C', ['ABC predicted']],
    [
      'a ring of five',
      '1: +A +B -B -A; 2: +B +C -C -B; 3: +C +D -D -C; 4: +D +E -E -D; 5: +E +A -A -E',
      ['ABCDE predicted'],
    ],
    ['a gate on one of two code paths only', `1: +G ${PASS} -G; 2: ${REVERSED}`, ['AB predicted']],
    [
      'a gate on one of two rounds only',
      `2: +G ${REVERSED} -G; 1: +G ${PASS} -G; 2: ${REVERSED}`,
      ['AB predicted'],
    ],
    [
      'hand over hand, three threads',
      '1: +A +B -A +C -B +A -C -A; 2: +B +C -B +A -C +B -A -B; 3: +C +A -C +B -A +C -B -C',
      ['ABC predicted'],
    ],
    [
      'readers that go on to write what the other reads',
      '1: +Ar +B -B -A; 2: +Br +A -A -B',
      ['AB predicted'],
    ],
    [
      'a flag that is published before the inner lock is asked for',
      '1: +A !F +B -B -A; 2: .F +B +A -A -B',
      ['AB predicted'],
    ],
    [
      'a refusal that somebody else may have caused, while the order of the two is free',
      '1: +A +B -B -A +G -G; 3: +G; 2: ?G +B +A -A -B; 3: -G',
      ['AB predicted'],
    ],
    [
      'a wait for a completion that ran out of time',
      '1: +A +B -B -A !F; 2: ~F +B +A -A -B',
      ['AB predicted'],
    ],
    ['held locks that were tried or timed', '1: +At +B -B -A; 2: +Bd +A -A -B', ['AB predicted']],
    [
      'a downgraded lock held while another is asked for',
      '1: +A -A +Art +B -B -A; 2: +B +A -A -B',
      ['AB predicted'],
    ],
    ['locks never released', `1: +C -C ${PASS} +D; 2: ${REVERSED} +E`, ['AB predicted']],
  ])('%s', (_, text, expected) => expect(told(text)).toEqual(expected));
});

describe('rejected', () => {
  it.each([
    ['a gate', `1: +G ${PASS} -G; 2: +G ${REVERSED} -G`, ['AB gate-lock G']],
    [
      'a gate that one of them holds as a reader',
      `1: +Gr ${PASS} -G; 2: +G ${REVERSED} -G`,
      ['AB gate-lock G'],
    ],
    [
      'different gates on different paths',
      `1: +G ${PASS} -G; 1: +H ${PASS} -H; 2: +G +H ${REVERSED} -H -G`,
      ['AB gate-lock G'],
    ],
    [
      'the second thread starts after the first was joined',
      `3: begin spawn1; 1: begin ${PASS} end; 3: join1 spawn2; 2: begin ${REVERSED} end; 3: join2 end`,
      ['AB ordered-by-join'],
    ],
    [
      'a join with a thread that recorded nothing',
      `1: ${PASS} spawn3; 2: join3 ${REVERSED}`,
      ['AB ordered-by-join'],
    ],
    [
      'the first thread spawns the second',
      `1: begin ${PASS} spawn2; 2: ${REVERSED}`,
      ['AB ordered-by-join'],
    ],
    ['a completion between', `1: ${PASS} !F; 2: .F ${REVERSED}`, ['AB ordered-by-completion F']],
    [
      'a completion passed on by a third thread',
      `1: ${PASS} !F; 3: .F +C -C !G; 2: .G ${REVERSED}`,
      ['AB ordered-by-completion G'],
    ],
    [
      'a flag published inside the critical section',
      '1: +A +B !F -B -A; 2: .F +B +A -A -B',
      ['AB ordered-by-completion F'],
    ],
    [
      'a flag published inside, waited for inside',
      '1: +A +B -B !F -A; 2: +B .F +A -A -B',
      ['AB ordered-by-completion F'],
    ],
    ['one thread', `1: ${PASS} ${REVERSED}`, ['AB same-thread']],
    ['one thread, a ring', '1: +A +B -B -A +B +C -C -B +C +A -A -C', ['ABC same-thread']],
    ['a tried inner lock', `1: ${PASS}; 2: +B +At -A -B`, ['AB gives-up A']],
    ['a timed inner lock', `1: ${PASS}; 2: +B +Ad -A -B`, ['AB gives-up A']],
    [
      'hand over hand, two threads',
      '1: +A +B -A +C -B +A -C -A; 2: +A +B -A +C -B +A -C -A',
      ['ABC released-between A'],
    ],
    [
      'the order of sections would have to change',
      '1: +A +B -B -A; 2: +A -A +B +A -A -B',
      ['AB released-between A'],
    ],
    [
      'a gate on one of two rounds only, which have to change places',
      `1: +G ${PASS} -G; 2: +G ${REVERSED} -G; 2: ${REVERSED}`,
      ['AB released-between G'],
    ],
    [
      'a refusal that the other caused',
      '1: +A +B +G; 2: ?G +D -D; 1: -G -B -A; 2: +B +A -A -B',
      ['AB released-between G'],
    ],
    [
      'a refusal recorded before the acquire that caused it',
      '1: +A +B -B -A; 2: ?G +D; 1: +G -G; 2: -D +B +A -A -B',
      ['AB released-between G'],
    ],
    [
      'a refusal recorded after the release of who caused it',
      '1: +A +B -B -A +G -G; 2: +D ?G -D +B +A -A -B; 1: +E -E',
      ['AB released-between G'],
    ],
    [
      'a writer who had the lock when another ran out of time',
      '3: +A -A; 2: ~A end; 1: join2 +Ar +Ar -A -A',
      ['A released-between A'],
    ],
    [
      'a refusal that nothing in the trace explains',
      '1: +A +B -B -A; 2: +G -G ?G +B +A -A -B',
      ['AB released-between G'],
    ],
    [
      'a reader refused for the sake of a writer in the queue',
      '1: +A +B -B -A; 3: +Gr; 2: ?Gr; 3: -G; 1: +G -G; 2: +B +A -A -B',
      ['AB released-between G'],
    ],
    [
      'a downgrade lets nobody in between',
      '1: +C +D -D -C !F; 2: +A !H -A +Art .F -A; 3: .H +A -A +D +C -C -D',
      ['CD released-between A'],
    ],
    [
      'a gate held since before the recording',
      '1: +A +B -B -A -G; 2: +G +B +A -A -B -G',
      ['AB gate-lock G'],
    ],
    ['readers only', '1: +Ar +Br -B -A; 2: +Br +Ar -A -B', ['AB readers-only B']],
    ['a reader again, and no writer', '1: +Ar +Ar -A -A; 2: +Ar -A', ['A readers-only A']],
  ])('%s', (_, text, expected) => expect(told(text)).toEqual(expected));
});

describe('queued writers', () => {
  it('keep a reader out that reads already', () => {
    expect(told('1: +Ar +Ar -A -A; 2: +A -A')).toEqual(['AA predicted']);
  });

  it('turn readers in opposite order into a deadlock, one for each lock', () => {
    const readers = '1: +Ar +Br -B -A; 2: +Br +Ar -A -B';
    expect(told(`${readers}; 3: +A -A`)).toEqual(['AB readers-only B']);
    expect(told(`${readers}; 3: +A -A; 4: +B -B`)).toEqual(['ABBA predicted']);
  });

  it('do not count when they give up, hold a gate, or came before', () => {
    expect(told('1: +Ar +Ar -A -A; 2: +Ad -A')).toEqual(['A readers-only A']);
    expect(told('1: +G +Ar +Ar -A -A -G; 2: +G +A -A -G')).toEqual(['A gate-lock G']);
    expect(told('1: +Ar +Ar -A -A; 2: +A -A !F; 1: -Z')).toEqual(['AA predicted']);
    expect(told('2: +A -A !F; 1: .F +Ar +Ar -A -A')).toEqual(['A ordered-by-completion F']);
    // Its request is the first thing that a thread does.
    expect(told('1: +Ar +Ar -A -A spawn2; 2: +A -A')).toEqual(['A ordered-by-join']);
  });
});

describe('what is told', () => {
  const twice = `1: +A@1 +B@2 -B -A +A@1 +B@2 -B -A +A@3 +B@4 -B -A; 2: +B@5 +A@6 -A -B`;

  it('is a pattern for each choice of places, with its occurrences', () => {
    const { patterns } = predict(script(twice));
    const rows = patterns.map(({ steps }) => steps.map(({ event }) => script(twice).row[event]));
    expect(rows).toEqual([
      [2, 6],
      [4, 6],
    ]);
    expect(patterns.map(({ occurrences }) => occurrences)).toEqual([1, 1]);
    const often = predict(script(`${twice} +B@5 +A@6 -A -B; 3: +B@5 +A@6 -A -B`));
    expect(often.patterns.map(({ occurrences }) => occurrences)).toEqual([2, 1]);
  });

  it('is predicted if any of its occurrences is, whatever the threads and modes', () => {
    expect(told(`1: ${PASS}; 2: +B +At -A -B; 3: ${REVERSED}`)).toEqual(['AB predicted']);
    expect(told(`1: ${PASS} ${REVERSED}; 2: ${PASS}`)).toEqual(['AB predicted']);
  });

  it('is the weakest of what keeps its occurrences from closing', () => {
    expect(told(`1: +G ${PASS} -G; 2: +G ${REVERSED} -G; 1: !F; 3: .F ${REVERSED}`)).toEqual([
      'AB ordered-by-completion F',
    ]);
  });

  it('has the steps in the order of the waits', () => {
    const [pattern] = predict(script('2: +B +C -C -B; 1: +A +B -B -A; 3: +C +A -A -C')).patterns;
    expect(pattern?.steps).toEqual([
      { thread: 1, holds: 0, wants: 1, event: 5, heldEvent: 4 },
      { thread: 2, holds: 1, wants: 2, event: 1, heldEvent: 0 },
      { thread: 3, holds: 2, wants: 0, event: 9, heldEvent: 8 },
    ]);
    expect(pattern?.verdict).toEqual({
      kind: 'predicted',
      witness: Int32Array.from([0, 1, 1, 1]),
    });
  });

  it('has the edges between instances, and how many of them wait without end', () => {
    const { edges } = predict(script('1: +A +B -B +Bt -B +C -C -A; 2: +Ar +Ar'));
    expect(edges).toEqual([
      { from: 0, to: 1, count: 2, waiting: 1, firstEvent: 1 },
      { from: 0, to: 2, count: 1, waiting: 1, firstEvent: 5 },
      { from: 0, to: 0, count: 1, waiting: 1, firstEvent: 9 },
    ]);
  });

  it('leaves a cycle to the shorter one that cuts through it', () => {
    const nested = '1: +A +B +C -C -B -A';
    expect(told(`${nested}; 2: +C +A -A -C`)).toEqual(['AC predicted']);
    expect(told(`${nested}; 3: +A +B +C -C -B -A; 2: +C +A -A -C`)).toEqual(['AC predicted']);
  });
});

describe('limits', () => {
  const abba = script(`1: ${PASS}; 2: ${REVERSED}`);
  const ring = '1: +A +B -B -A; 2: +B +C -C -B; 3: +C +D -D -C; 4: +D +E -E -D; 5: +E +A -A -E';

  it('what came before the last loss of a ring happened as it did', () => {
    const verdicts = [0, 1, 2, 8].map(
      (since) => predict(abba, { since }).patterns[0]?.verdict.kind,
    );
    expect(verdicts).toEqual(['predicted', 'predicted', 'rejected', 'rejected']);
  });

  it('nothing is told of the mode of a lock that was held before the recording', () => {
    expect(told(`1: +B -B -A; 2: ${REVERSED}`)).toEqual([]);
  });

  it('cycles longer than asked for are not told', () => {
    expect(predict(script(ring), { lengthMax: 4 }).patterns).toEqual([]);
    expect(predict(script(ring), { lengthMax: 5 }).patterns).toHaveLength(1);
  });

  it('beyond four locks, only cycles that no shorter one cuts through are looked for', () => {
    expect(told(`${ring}; 6: +A +C -C -A`)).toEqual(['ACDE predicted']);
  });

  it('more patterns than asked for are cut off, which is told', () => {
    const both = script(`1: ${PASS}; 2: ${REVERSED}; 3: +C +D -D -C; 4: +D +C -C -D`);
    expect(predict(both)).toMatchObject({ truncated: false, patterns: [{}, {}] });
    expect(predict(both, { patternsMax: 1 })).toMatchObject({ truncated: true, patterns: [{}] });
  });

  it('an empty trace has nothing', () => {
    expect(predict(traceOf([], 0))).toEqual({ patterns: [], edges: [], truncated: false });
  });
});
