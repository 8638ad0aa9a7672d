import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { allScenarios } from '../../../emulator/scenario-catalog.ts';
import { UsageError } from '../../../src/base/errors.ts';
import { readScenarioText } from '../../../src/scenario/read/read-scenario.ts';
import { type RandomFile, randomFile } from '../random-scenario.ts';

const STORIES = allScenarios().map(({ file }) => readFileSync(file, 'utf8'));

/** Reads or refuses; whatever else comes of it is a defect. */
function readsOrRefuses(text: string, file: string): void {
  try {
    readScenarioText(text, file);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(new RegExp(`^${file}:\\d+:\\d+: `));
  }
}

/** What was read, as the file that it came from says it. */
function written(text: string, file: string): Omit<RandomFile, 'locks'> {
  const { name, threads, reclaim, expect: expected } = readScenarioText(text, file);
  return {
    scenario: name,
    threads: Object.fromEntries(threads.map((t) => [t.name, t.ops.map((op) => op.text)])),
    ...(reclaim.length === 0 ? {} : { reclaim: reclaim.map((op) => op.text) }),
    ...(expected === undefined ? {} : { expect: { reachable: expected } }),
  };
}

test('what is well-formed is read as it is written, in YAML and in JSON', () => {
  fc.assert(
    fc.property(randomFile, (file) => {
      const { locks: _, ...rest } = file;
      expect(written(stringify(file), 'random.yaml')).toEqual(rest);
      expect(written(stringify(file, { collectionStyle: 'flow' }), 'random.yaml')).toEqual(rest);
      expect(written(JSON.stringify(file, null, 1), 'random.json')).toEqual(rest);
    }),
    { numRuns: 200 },
  );
});

test('a refused try goes on behind a release of the same lock', () => {
  fc.assert(
    fc.property(randomFile, (file) => {
      for (const { ops } of readScenarioText(stringify(file), 'random.yaml').threads) {
        ops.forEach((op, index) => {
          if (!('skipTo' in op)) return;
          const release = ops[op.skipTo - 1];
          expect(op.skipTo - 1).toBeGreaterThan(index);
          expect(release).toMatchObject({ lock: op.lock });
          expect(release?.verb).toMatch(/^un/);
        });
      }
    }),
    { numRuns: 200 },
  );
});

test('an operation that is dropped, doubled or moved is read or refused, nothing else', () => {
  const change = fc.record({
    file: randomFile,
    how: fc.constantFrom('drop', 'double', 'swap'),
    at: fc.nat(),
  });
  fc.assert(
    fc.property(change, ({ file, how, at }) => {
      const list = [...(file.threads['T1'] ?? [])];
      const index = list.length === 0 ? 0 : at % list.length;
      const [operation] = list.splice(index, 1);
      if (operation === undefined) return;
      if (how === 'double') list.splice(index, 0, operation, operation);
      else if (how === 'swap') list.push(operation);
      const changed = { ...file, threads: { ...file.threads, T1: list } };
      readsOrRefuses(stringify(changed), 'random.yaml');
    }),
    { numRuns: 300 },
  );
});

test('a good file in which characters are changed is read or refused, nothing else', () => {
  const piece = fc.oneof(
    fc.constantFrom(...': ,[]{}"\'#&*!|>%@`-?\t\n\r~'),
    fc.constantFrom('<<: ', '\n  - ', '{}', '[]', 'null', '&a ', '*a', '---\n', '\u2028', '\uD800'),
    fc.string({ maxLength: 3, unit: 'binary' }),
  );
  const edit = fc.record({ at: fc.nat(), drop: fc.nat(12), piece });
  const changed = fc
    .tuple(fc.constantFrom(...STORIES), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([story, edits]) => edits.reduce(edited, story));
  fc.assert(fc.property(changed, fc.constantFrom('r.yaml', 'r.json'), readsOrRefuses), {
    numRuns: 600,
  });
});

test('whatever bytes are in a file, it is read or refused, nothing else', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc.constantFrom('r.yaml', 'r.json'),
      readsOrRefuses,
    ),
    { numRuns: 600 },
  );
});

test('whatever is in a document, it is read or refused, nothing else', () => {
  const key = fc.constantFrom(
    ...['scenario', 'locks', 'threads', 'reclaim', 'primes', 'expect', 'finds', 'fixed', 'stage'],
    ...['summary', 'source', 'kind', 'reachable', 'type', 'T1', 'A', '__proto__', 'constructor'],
  );
  const leaf = fc.oneof(
    fc.constantFrom('lock A', 'unlock A', 'mutex', 'rwsem', 'clean', 'spawn T1', 'A', ''),
    fc.constantFrom(null, true, 0, -1, 1.5),
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('node')), { maxLength: 5 }).map((fields) => new Map(fields)),
    ),
  }));
  fc.assert(
    fc.property(node, (content) => readsOrRefuses(stringify(content), 'r.yaml')),
    { numRuns: 600 },
  );
});

test.each(allScenarios())(
  'the story $name is well-formed, and so is its mended variant',
  ({ name, file }) => {
    const scenario = readScenarioText(readFileSync(file, 'utf8'), `${name}.yaml`);
    expect(scenario.name).toBe(name);
    expect(scenario.fixed?.expect).toBe('clean');
    expect(scenario.stage ?? scenario.trace ?? scenario.threads[0]).toBeDefined();
  },
);

/** Some characters of a text replaced by a piece. */
function edited(text: string, change: { at: number; drop: number; piece: string }): string {
  const at = change.at % (text.length + 1);
  return text.slice(0, at) + change.piece + text.slice(at + change.drop);
}
