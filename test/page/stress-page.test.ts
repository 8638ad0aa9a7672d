import { beforeAll, describe, expect, test } from 'vitest';
import { reportPage } from '../../src/page/page.ts';
import { findingOf, stepOf } from '../report/fixtures/findings.ts';
import { runOf, stressDocument, stressPart } from './fixtures/stress-document.ts';
import { type Element, allOf, byId, everyElement, tableIn, textIn, treeOf } from './markup-tree.ts';

let page: Element;
beforeAll(() => {
  page = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [stressPart()] }));
});

const table = (id: string) => tableIn(byId(page, id));

describe('the page of a run', () => {
  test('says where it comes from, and how to run it again', () => {
    const source = byId(page, 'part1-source');
    const facts = allOf(source, 'dd').map(textIn);
    expect(facts).toEqual(['run.json', '2', '0.1.0', '20.20.2', '11.3', 'full', '1']);
    expect(textIn(source)).toContain('npx lockyard stress --duration 2s --seed 1');
  });

  test('has a verdict for each design, with the way to its findings', () => {
    const [head, ...rows] = table('part1-verdicts');
    expect(head?.slice(0, 4)).toEqual(['design', 'verdict', 'expected', 'operations']);
    expect(rows.map((row) => row.slice(0, 7))).toEqual([
      ['merged', '✓ clean', 'clean', '61,700/s', '0', '–', '0'],
      ['resv-in-map', '✓ deadlock', 'deadlocks', '45,000/s', '2', '77', '3'],
      ['busted', '✗ clean', 'corruption', '45,000/s', '0', '–', '0'],
    ]);
    const link = allOf(byId(page, 'part1-verdicts'), 'a')[1];
    expect(textIn(byId(page, link?.attributes.get('href')?.slice(1) ?? ''))).toContain(
      'resv-in-map',
    );
  });

  test('tells throughput with all its numbers', () => {
    expect(table('part1-throughput')).toEqual([
      ['design', 'operations', 'seconds', 'operations per second', 'refused operations'],
      ['merged', '123,456', '2.000', '61,728', '10'],
      ['resv-in-map', '90,000', '2.000', '45,000', '10'],
      ['busted', '90,000', '2.000', '45,000', '10'],
    ]);
  });

  test('tells where the time of the threads went, of all together and of each', () => {
    expect(table('part1-waiting')).toEqual([
      ['design', 'running', 'waiting', 'backing off', 'parked', 'lru_lock', 'obj->mm.lock'],
      ['resv-in-map', '60.00 %', '30.00 %', '0.00 %', '10.00 %', '10.00 %', '20.00 %'],
    ]);
    const bars = allOf(byId(page, 'part1-waiting'), 'title').map(textIn);
    expect(bars.slice(1)).toEqual([
      'running: 60 %',
      'waiting: obj->mm.lock: 20 %',
      'waiting: lru_lock: 10 %',
      'parked: 10 %',
    ]);
    const threads = table('part1-run2-threads').slice(1);
    expect(threads.map((row) => row.slice(0, 5))).toEqual([
      ['importer-0', '3,000', '0', '60.00 %', '30.00 %'],
      ['importer-1', '1,000', '0', '40.00 %', '50.00 %'],
      ['kswapd', '0', '0', '80.00 %', '10.00 %'],
    ]);
  });

  test('tells what each worker got, services left out', () => {
    expect(table('part1-fairness').slice(1)).toEqual([
      ['resv-in-map', 'importer-0', '3,000', '1.500'],
      ['resv-in-map', 'importer-1', '1,000', '0.500'],
    ]);
  });

  test('has who waited for whom', () => {
    expect(table('part1-run1-contention').slice(1)).toEqual([
      ['lru_lock', 'getPages (a.js:1)', 'evict (b.js:2)', '400'],
      ['lru_lock', 'evict (b.js:2)', 'getPages (a.js:1)', '7'],
    ]);
    const cells = allOf(byId(page, 'part1-run1-contention'), 'text').map(textIn);
    expect(cells).toEqual(expect.arrayContaining(['400', '7', 'A', 'B']));
  });
});

describe('findings', () => {
  const marked = (name: string, tag: string) =>
    everyElement(byId(page, 'part1-run2-order'))
      .filter(
        ({ tag: own, attributes }) =>
          own === 'g' && (attributes.get('class') ?? '').split(' ').includes(name),
      )
      .flatMap((group) => allOf(group, tag));
  const article = (n: number) => byId(page, `part1-run2-f${n}`);

  test('come with level, sentence and the full text as printed', () => {
    expect(textIn(article(1))).toContain('○ possible circular, 1 time');
    expect(textIn(article(2))).toContain('● confirmed deadlock, 2 times');
    expect(textIn(article(2))).toContain('importer-0 and importer-1 wait for each other.');
    const printed = JSON.parse(stressDocument()).results[1].findings[1].text as string;
    expect(allOf(article(2), 'pre').map((pre) => pre.children.join(''))).toEqual([printed]);
  });

  test('what the run does not bear out comes last, with the reason', () => {
    expect(textIn(article(3))).toContain('– possible, not in this run');
    expect(textIn(article(3))).toContain('all sides hold mmap_lock meanwhile');
  });

  test('have the interleaving of their cycle in columns', () => {
    const [head, ...rows] = tableIn(article(2));
    expect(head).toEqual(['', 'importer-0 in fault', 'importer-1 in reclaim']);
    expect(rows[0]).toEqual([
      '1',
      'takes obj->mm.lock(buffer:1)at take obj->mm.lock(buffer:1) (designs/d.ts:3)',
      '',
    ]);
    const between = 'switch (importer-1 in reclaim comes between)';
    expect(rows[1]).toEqual(['', between, '']);
    const last = rows.at(-1);
    expect(last?.[0]).toBe('✗');
    expect(last?.[1]).toContain('wants lru_lock');
    expect(last?.[2]).toContain('waits: importer-0 in fault has it');
  });

  test('have the whole lock order behind them, by class, with what was found of it', () => {
    const rows = table('part1-run2-order');
    expect(rows.map((row) => [...row.slice(1, 4), ...row.slice(5, 7), row[10]])).toEqual([
      ['held', 'acquired', 'modes', 'in findings', 'level', 'to cut'],
      ['mmap_lock', 'obj->mm.lock', 'read, then write', '0', '–', 'no'],
      ['obj->mm.lock', 'lru_lock', 'write, then write', '2', 'confirmed', 'no'],
      ['lru_lock', 'obj->mm.lock', 'write, then write', '2', 'confirmed', 'yes'],
      ['fs_reclaim', 'lru_lock', 'write, then write; held by a try', '0', '–', 'no'],
      ['prime.lock', 'prime.lock', '–', '1', 'not in this run', 'no'],
    ]);
    expect(marked('in-cycle', 'path')).toHaveLength(2 * 3);
    expect(marked('weak', 'path')).toHaveLength(2);
  });

  test('have what was found of the order alone where the document does not tell it', () => {
    const document = JSON.parse(stressDocument());
    for (const result of document.results) delete result.dependencies;
    const parts = [stressPart(JSON.stringify(document))];
    const old = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts }));
    expect(tableIn(byId(old, 'part1-run2-order')).map((row) => row[1])).toEqual([
      'held',
      'obj->mm.lock',
      'lru_lock',
      'prime.lock',
    ]);
    expect(textIn(byId(old, 'part1-run2-order'))).toContain('Orders that nothing was found in');
  });

  test('name the edge to cut', () => {
    const [item] = allOf(byId(page, 'part1-run2'), 'li');
    expect(item === undefined ? '' : textIn(item)).toContain('lru_lock → obj->mm.lock');
    expect(item === undefined ? '' : textIn(item)).toContain('try obj->mm.lock in reclaim');
  });
});

test('a broken promise is no cycle: it has no interleaving', () => {
  const promise = findingOf({
    type: 'promise',
    level: 'possible',
    cycle: [stepOf('fs_reclaim', 'obj->mm.lock')],
  });
  const found = [{ finding: promise, count: 1 }];
  const text = stressDocument([runOf('merged', 'clean', { findings: found })]);
  const tree = treeOf(reportPage({ tool: 'lockyard 0.1.0', parts: [stressPart(text)] }));
  expect(allOf(byId(tree, 'part1-run1-f1'), 'table')).toEqual([]);
  expect(tableIn(byId(tree, 'part1-run1-order'))[1]?.slice(1, 3)).toEqual([
    'fs_reclaim',
    'obj->mm.lock',
  ]);
});

const FURTHER = ['refusals', 'dependencies', 'threadLines'];

test('what is not in the input is not drawn', () => {
  const document = JSON.parse(stressDocument());
  for (const result of document.results) {
    for (const key of [...FURTHER, 'locks', 'contention', 'reclaim', 'cuts']) delete result[key];
    result.findings = [];
  }
  const bare = treeOf(
    reportPage({ tool: 'lockyard 0.1.0', parts: [stressPart(JSON.stringify(document))] }),
  );
  expect(allOf(bare, 'figure').map(({ attributes }) => attributes.get('id'))).toEqual([
    'part1-throughput',
  ]);
  expect(tableIn(byId(bare, 'part1-verdicts'))[1]?.slice(7)).toEqual(['–', '–', '–']);
});
