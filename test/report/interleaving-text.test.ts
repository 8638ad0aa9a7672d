import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphsFor } from '../../src/report/interleaving-glyphs.ts';
import type { Interleaving, InterleavingStep } from '../../src/report/interleaving-rows.ts';
import { interleavingText } from '../../src/report/interleaving-text.ts';
import { columnsOf } from '../../src/report/interleaving-width.ts';
import { paletteFor, plain } from '../../src/report/palette.ts';

const DRAWN = glyphsFor({ LANG: 'en_US.UTF-8' });
const ASCII = glyphsFor({ LC_ALL: 'C', LANG: 'en_US.UTF-8' });
const BOTH = ['T1', 'T2'];

function step(thread: string, text: string, enabled?: readonly string[]): InterleavingStep {
  const lock = text.split(' ')[1] ?? null;
  return { thread, text, lock, ...(enabled === undefined ? {} : { enabled }) };
}

const ABBA: Interleaving = {
  threads: BOTH,
  steps: [step('T1', 'lock A', BOTH), step('T2', 'lock B', BOTH)],
  stuck: [
    { thread: 'T1', text: 'lock B', wants: 'B', why: 'T2 holds it' },
    { thread: 'T2', text: 'lock A', wants: 'A', why: 'T1 holds it' },
  ],
};

describe('the table of an interleaving', () => {
  test('has a column for each thread, a row for each step, and the waits at the end', () => {
    expect(interleavingText(ABBA, DRAWN, plain)).toBe(
      [
        '   T1                        │ T2',
        '─────────────────────────────┼───────────────────',
        ' 1 lock A                    │',
        '   switch (T2 comes between) │',
        ' 2                           │ lock B',
        '─────────────────────────────┼───────────────────',
        ' ✗ lock B                    │ lock A',
        '   waits: T2 holds it        │ waits: T1 holds it',
      ].join('\n'),
    );
  });

  test('says for each switch whether it was forced, a wait, or an end', () => {
    const steps = [
      step('T1', 'lock A', BOTH),
      step('T2', 'work', BOTH),
      step('T1', 'lock B', ['T1']),
      step('T2', 'lock A', ['T2']),
      step('T1', 'unlock B', ['T1']),
    ];
    const text = interleavingText({ threads: BOTH, steps, stuck: [] }, DRAWN, plain);
    const switches = [...text.matchAll(/switch \(([^)]*)\)/g)].map(([, reason]) => reason);
    expect(switches).toEqual(['T2 comes between', 'waits for A', 'waits for B', 'T2 has ended']);
  });

  test('of many threads shows those that are stuck, and counts what the others do', () => {
    const threads = Array.from({ length: 20 }, (_, n) => `worker-${n}`);
    const others = threads
      .slice(2)
      .flatMap((thread) => [step(thread, 'lock Z'), step(thread, 'x')]);
    const cycle = ABBA.stuck.map((state, n) => ({ ...state, thread: threads[n] as string }));
    const text = interleavingText({ threads, steps: others, stuck: cycle }, DRAWN, plain);
    expect(text).toContain('(36 steps by 18 other threads)');
    expect(text).toContain('18 other threads not shown');
    expect(text).not.toContain('worker-7');
  });

  test('of more stuck threads than columns begins each row with the thread', () => {
    const threads = Array.from({ length: 9 }, (_, n) => `P${n}`);
    const stuck = threads.map((thread, n) => {
      const next = (n + 1) % 9;
      return { thread, text: `lock F${next}`, wants: `F${next}`, why: `P${next} holds it` };
    });
    const steps = threads.map((thread, n) => step(thread, `lock F${n}`));
    const lines = interleavingText({ threads, steps, stuck }, DRAWN, plain).split('\n');
    expect(lines[0]).toBe(' 1 P0  lock F0');
    expect(lines).toContain(' ✗ P8  lock F0');
    expect(lines.at(-1)?.trim()).toBe('waits: P0 holds it');
  });

  test('leaves the beginning of a very long schedule out, and says so', () => {
    const steps = Array.from({ length: 450 }, (_, n) => step('T1', `lock L${n}`));
    const text = interleavingText({ threads: BOTH, steps, stuck: ABBA.stuck }, DRAWN, plain);
    expect(text).toContain('(the first 250 steps left out)');
    expect(text).not.toContain('lock L249');
    expect(text).toContain('251 lock L250');
  });

  test('tells apart long names that differ in the middle only', () => {
    const long = (middle: string) => `${'a'.repeat(30)}${middle}${'z'.repeat(30)}`;
    const threads = ['x', 'y', 'w'].map(long);
    const steps = threads.map((thread) => step(thread, 'work'));
    const [head] = interleavingText({ threads, steps, stuck: [] }, DRAWN, plain).split('\n');
    const names = (head as string).split('│').map((name) => name.trim());
    expect(new Set(names).size).toBe(3);
  });

  test('colours the waits where colours are wanted, and draws in ASCII where only that is', () => {
    const colours = paletteFor({ isTTY: true }, {});
    expect(interleavingText(ABBA, DRAWN, colours)).toContain(colours('bad', 'waits: T2 holds it'));
    const text = interleavingText(ABBA, ASCII, plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toContain(' x lock B');
  });
});

const NAME = fc.oneof(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), fc.string());
const interleaving: fc.Arbitrary<Interleaving> = fc
  .record({
    threads: fc.uniqueArray(NAME, { minLength: 1, maxLength: 12 }),
    picks: fc.array(fc.record({ n: fc.nat(), text: NAME, note: fc.option(NAME) }), {
      maxLength: 30,
    }),
    stuck: fc.nat(12),
  })
  .map(({ threads, picks, stuck }) => ({
    threads,
    steps: picks.map(({ n, text, note }) => ({
      ...step(threads[n % threads.length] as string, text, threads),
      ...(note === null ? {} : { note }),
    })),
    stuck: threads.slice(0, stuck).map((thread) => ({ thread, text: 't', wants: null, why: 'w' })),
  }));

describe('whatever the names', () => {
  test('no line is wider than 80 columns, and each shown step has its number', () => {
    fc.assert(
      fc.property(interleaving, fc.constantFrom(DRAWN, ASCII), (given, glyphs) => {
        const text = interleavingText(given, glyphs, plain);
        for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(80);
        const few = given.threads.length <= 5;
        const numbers = [...text.matchAll(/^ *(\d+)( |$)/gm)].map(([, number]) => Number(number));
        if (few) expect(numbers.length).toBeGreaterThanOrEqual(given.steps.length);
      }),
      { numRuns: 300 },
    );
  });
});
