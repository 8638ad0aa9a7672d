import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/base/errors.ts';
import { findDesign } from '../../../emulator/design-catalog.ts';
import { checkDesign } from '../../../emulator/design-shape.ts';
import {
  DEFAULT_WORKLOAD,
  allWorkloads,
  findWorkload,
} from '../../../emulator/workload-catalog.ts';

const folder = mkdtempSync(join(tmpdir(), 'lockyard-designs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const guards = () =>
  Object.fromEntries(
    ['getPages', 'evict', 'mapAttachment', 'unmapAttachment', 'submit'].map((name) => [
      name,
      () => 'done',
    ]),
  );

const sound = {
  name: 'mine',
  summary: 'a design',
  source: 'a test',
  expects: 'clean',
  locks: { own: { class: 'own', kind: 'mutex', per: 'buffer' } },
  promises: [['mmap_lock', 'own']],
  guards,
};

async function refusalOf(work: () => unknown): Promise<UsageError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('finding a design', () => {
  it('knows its own by name', async () => {
    expect((await findDesign('merged')).design.name).toBe('merged');
  });

  it('names the nearest when the name is unknown', async () => {
    const error = await refusalOf(() => findDesign('mergd'));
    expect(error.message).toContain('"mergd"');
    expect(error.mend).toContain('did you mean "merged"?');
  });

  it('lists all as well', async () => {
    const error = await refusalOf(() => findDesign('qqqqqqqqqqqqqqqq'));
    expect(error.mend).toContain('i915-2018');
  });

  it('says which file is missing', async () => {
    expect((await refusalOf(() => findDesign('./nowhere.js'))).message).toContain('./nowhere.js');
  });

  it('loads a file by its path', async () => {
    const file = join(folder, 'mine.mjs');
    const own = `{ ...${JSON.stringify({ ...sound, guards: undefined })}, guards }`;
    writeFileSync(file, `const guards = ${guards};\nexport default ${own};\n`);
    expect((await findDesign(file)).design.name).toBe('mine');
  });

  it('says what is wrong with a file that does not load', async () => {
    const file = join(folder, 'broken.mjs');
    writeFileSync(file, 'export const design = {');
    expect((await refusalOf(() => findDesign(file))).message).toContain('broken.mjs');
  });
});

describe('the shape of a design', () => {
  it('accepts a sound one', () => {
    expect(checkDesign(sound, 'mine.js')).toBe(sound);
  });

  it.each([
    ['no design at all', undefined, 'exports no locking design'],
    ['no source', { ...sound, source: '' }, '`source`'],
    ['an unknown expectation', { ...sound, expects: 'luck' }, '"luck"'],
    ['no locks', { ...sound, locks: undefined }, '`locks`'],
    ['an unknown kind', { ...sound, locks: { own: { ...sound.locks.own, kind: 'x' } } }, '"x"'],
    [
      'a ww-mutex without a context',
      { ...sound, locks: { own: { ...sound.locks.own, kind: 'ww-mutex' } } },
      'acquire context',
    ],
    ['nine subclasses', { ...sound, locks: { own: { ...sound.locks.own, subclasses: 9 } } }, '9'],
    [
      'a class of the stack',
      { ...sound, locks: { own: { ...sound.locks.own, class: 'mmap_lock' } } },
      'mmap_lock',
    ],
    ['protection by no lock', { ...sound, protects: { pages: ['onw'] } }, '"onw"'],
    ['protection by no list', { ...sound, protects: 'own' }, '`protects.pages`'],
    [
      'protection by an event',
      {
        ...sound,
        locks: { own: { ...sound.locks.own, kind: 'completion' } },
        protects: { pages: ['own'] },
      },
      '"own"',
    ],
    ['a promise of no class', { ...sound, promises: [['onw']] }, '"onw"'],
    ['a primed order of no class', { ...sound, primes: [['onw']] }, '"onw"'],
    ['a primed order that is no list', { ...sound, primes: 'own' }, '`primes`'],
    ['no guards', { ...sound, guards: undefined }, '`guards`'],
    ['a missing guard', { ...sound, guards: () => ({ ...guards(), evict: undefined }) }, 'evict'],
  ])('refuses %s', async (_what, value, names) => {
    const error = await refusalOf(() => checkDesign(value, 'mine.js'));
    expect(error.message).toContain(names);
    expect(error.mend.length).toBeGreaterThan(5);
  });
});

describe('workloads', () => {
  it('are each named after its file, importing one way', async () => {
    const workloads = await allWorkloads();
    const files = readdirSync(new URL('../../../emulator/workloads/', import.meta.url));
    const names = files.map((file) => basename(file, '.ts'));
    expect(workloads.map(({ name }) => name)).toEqual(names.toSorted());
    expect(names).toContain(DEFAULT_WORKLOAD);
    for (const { roles } of workloads) {
      expect(roles.some(({ worksOn }) => worksOn === 'native')).toBe(true);
      expect(roles.some(({ worksOn }) => worksOn === 'imported')).toBe(true);
    }
  });

  it('names the nearest when the name is unknown', async () => {
    expect((await refusalOf(() => findWorkload('prime-shar'))).mend).toContain('"prime-share"');
  });
});
