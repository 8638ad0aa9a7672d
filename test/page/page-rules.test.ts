import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { PAGE_BYTES_MOST } from '../../src/page/page-frame.ts';
import { reportPage } from '../../src/page/page.ts';
import { findingOf } from '../report/fixtures/findings.ts';
import { benchPart } from './fixtures/bench-ledger.ts';
import { runOf, stressDocument, stressPart } from './fixtures/stress-document.ts';
import { type Element, allOf, byId, everyElement, textIn, treeOf } from './markup-tree.ts';

const TOOL = 'lockyard 0.1.0';
const both = () => reportPage({ tool: TOOL, parts: [benchPart(), stressPart()] });
let text = '';
let page: Element;
beforeAll(() => {
  text = both();
  page = treeOf(text);
});

describe('every page', () => {
  test('is the same for the same input', () => expect(both()).toBe(text));

  test('is small enough', () => expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES_MOST));

  test('loads nothing and forbids it', () => {
    const places = everyElement(page).flatMap(({ attributes }) =>
      ['src', 'href', 'xlink:href', 'action', 'data'].flatMap((key) => attributes.get(key) ?? []),
    );
    expect(places.filter((place) => !place.startsWith('#') && place !== 'data:,')).toEqual([]);
    expect(text).not.toMatch(/@import|url\(/);
    const policy = everyElement(page).find(({ attributes }) => attributes.has('http-equiv'));
    expect(policy?.attributes.get('content')).toContain("default-src 'none'");
  });

  test('runs its own script alone, and nothing carries a style of its own', () => {
    const policy = allOf(page, 'meta').flatMap(({ attributes }) => attributes.get('content') ?? []);
    for (const tag of ['style', 'script']) {
      const [only, ...more] = allOf(page, tag);
      const digest = createHash('sha256').update(String(only?.children[0])).digest('base64');
      expect(more).toEqual([]);
      expect(policy.join(' ')).toContain(`'sha256-${digest}'`);
    }
    const names = everyElement(page).flatMap(({ attributes }) => [...attributes.keys()]);
    expect(names.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([]);
  });

  test('has ids that are unique, and links that lead somewhere', () => {
    const ids = everyElement(page).flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = allOf(page, 'a').map(({ attributes }) => attributes.get('href') ?? '');
    expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
  });

  test('has headings without a gap', () => {
    const levels = everyElement(page).flatMap(({ tag }) =>
      /^h[1-6]$/.test(tag) ? Number(tag[1]) : [],
    );
    expect(levels[0]).toBe(1);
    const jumps = levels.filter((level, n) => n > 0 && level > (levels[n - 1] as number) + 1);
    expect(jumps).toEqual([]);
  });
});

describe('every chart', () => {
  test('has a name, its data in a table with named columns, and the command', () => {
    const figures = allOf(page, 'figure');
    expect(figures.length).toBeGreaterThan(20);
    for (const figure of figures) {
      const [svg] = allOf(figure, 'svg');
      const labels = (svg?.attributes.get('aria-labelledby') ?? '').split(' ');
      expect(labels.map((id) => textIn(byId(figure, id)).length > 0)).toEqual([true, true]);
      const [fold] = allOf(figure, 'details');
      const heads = allOf(fold as Element, 'th').map(({ attributes }) => attributes.get('scope'));
      expect(heads.every((scope) => scope === 'col' || scope === 'row')).toBe(true);
      expect(allOf(fold as Element, 'tr').length).toBeGreaterThan(1);
      expect(textIn(fold as Element)).toMatch(/npx lockyard (bench|stress) /);
    }
  });
});

describe('a page with more than it has room for', () => {
  const long = 'x'.repeat(20_000);
  const finding = (n: number) => ({
    finding: findingOf({ type: 'stall', key: `${n}`, summary: `stall ${n}`, details: [long] }),
    count: 1,
  });

  test('leaves out findings, says how many, and where they are', () => {
    const findings = Array.from({ length: 200 }, (_, n) => finding(n));
    const document = stressDocument([runOf('merged', 'clean', { findings })]);
    const made = reportPage({ tool: TOOL, parts: [stressPart(document)] });
    expect(Buffer.byteLength(made)).toBeLessThanOrEqual(PAGE_BYTES_MOST);
    const tree = treeOf(made);
    const shown = allOf(tree, 'article').length;
    expect(shown).toBeGreaterThan(10);
    const told = `${200 - shown} further findings had no room on this page: see run.json.`;
    expect(textIn(byId(tree, 'part1-run1'))).toContain(told);
  });

  test('is refused where even the verdicts are too many', () => {
    const runs = Array.from({ length: 4000 }, (_, n) =>
      runOf(`design-${n}`, 'clean', { locks: [] }),
    );
    const make = () => reportPage({ tool: TOOL, parts: [stressPart(stressDocument(runs))] });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(/MB/);
  });
});
