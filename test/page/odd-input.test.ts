import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTrials } from '../../src/compare/comparison.ts';
import { planCourse } from '../../src/compare/course-plan.ts';
import type { PagePart } from '../../src/page/page-content.ts';
import { reportPage } from '../../src/page/page.ts';
import { checkTrial } from '../../src/page/read/check-ledger.ts';
import { JsonReader } from '../../src/page/read/json-reader.ts';
import { latencyOf, planOf, trialOf } from '../compare/fixtures/trials.ts';
import { benchPart } from './fixtures/bench-ledger.ts';
import { stressDocument, stressPart } from './fixtures/stress-document.ts';
import { allOf, everyElement, textIn, treeOf } from './markup-tree.ts';

const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; drop table",
  '</style></title></svg><script>',
  ']]>&lt;&amp;',
  '\u202egnp.exe',
  '\u0000\u001b[31m',
  '🔒'.repeat(40),
  'x'.repeat(300),
  '',
  '__proto__',
  'constructor',
];
const name = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 30 }));
const amount = fc.oneof(
  fc.constantFrom(0, 1, 1e-9, 0.5, 1e18, 123_456_789),
  fc.double({ min: 0, max: 1e18, noNaN: true }),
);

/** Records are keyed by these. */
const operation = name.filter((text) => !(text in {}));

/** Keys whose values are checked against a list of words, or are keyed by names themselves. */
const WORDS = ['waitingByClass', 'held', 'acquired', 'promise'];

/** Puts drawn values in the place of all texts and numbers of a document, verdict words apart. */
function withOddValues(document: unknown, draw: fc.GeneratorValue): unknown {
  if (typeof document === 'string') return draw(() => name);
  if (typeof document === 'number') return draw(() => amount);
  if (Array.isArray(document)) return document.map((item) => withOddValues(item, draw));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) => [
      key,
      WORDS.includes(key) ? value : withOddValues(value, draw),
    ]),
  );
}

/** All that must hold whatever the input. */
function checkPage(part: PagePart): void {
  const text = reportPage({ tool: 'lockyard 0.1.0', parts: [part] });
  const page = treeOf(text);
  const elements = everyElement(page);
  expect(elements.filter(({ tag }) => tag === 'script' || tag === 'img')).toHaveLength(1);
  const values = elements.flatMap(({ attributes }) => [...attributes]);
  expect(values.filter(([key]) => key.startsWith('on') || key === 'style')).toEqual([]);
  const drawn = allOf(page, 'figure').flatMap((figure) => allOf(figure, 'svg'));
  for (const { attributes } of drawn.flatMap(everyElement)) {
    const places = ['d', 'x', 'y', 'width', 'height', 'transform', 'viewBox', 'data-value'];
    const numbers = places.flatMap((key) => attributes.get(key) ?? []).join(' ');
    expect(numbers).not.toMatch(/NaN|Infinity|undefined|null|e[+-]/);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
  expect(textIn(page)).not.toMatch(/\bNaN\b|\bundefined\b|\[object/);
}

describe('whatever names and numbers are in it', () => {
  test('a run makes a page that is whole and harmless', () => {
    const document = JSON.parse(stressDocument());
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const odd = withOddValues(document, draw);
        checkPage(stressPart(JSON.stringify(odd)));
      }),
      { numRuns: 60 },
    );
  });

  test('a comparison makes a page that is whole and harmless', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 12 }),
        fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 3 }),
        fc.gen(),
        (designs, workloads, threads, draw) => {
          const plan = planOf({ designs, workloads, threads, trials: 1, baseline: designs[0] });
          const trials = planCourse(plan).map((planned) => {
            const { seconds, operations, refusals, opsPerSecond, ...rest } = trialOf({
              latencyNs: { [draw(() => operation)]: latencyOf({ max: draw(() => amount) }) },
            });
            const odd = { seconds, operations, refusals, opsPerSecond };
            return { ...rest, ...(withOddValues(odd, draw) as typeof odd), ...planned };
          });
          for (const trial of trials) checkTrial(new JsonReader(trial, 'trial'));
          checkPage({
            ...benchPart(planOf({ trials: 1 })),
            baseline: plan.baseline,
            comparison: compareTrials(plan, trials, 2),
            trials,
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('a design with the name of a script is a name', () => {
  const evil = '<script>document.title="owned"</script>';
  const document = stressDocument().replaceAll('"merged"', JSON.stringify(evil));
  const text = reportPage({ tool: 'lockyard 0.1.0', parts: [stressPart(document)] });
  expect(text).not.toContain('<script>document');
  expect(text).toContain('&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;');
  const links = allOf(treeOf(text), 'a').map(textIn);
  expect(links).toContain(evil);
});
