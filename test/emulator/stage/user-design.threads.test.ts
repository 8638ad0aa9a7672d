import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url));
const TYPESCRIPT = join(PACKAGE, 'node_modules/typescript/bin/tsc');

/** A project of a user's own, with the package installed. */
const project = realpathSync(mkdtempSync(join(tmpdir(), 'lockyard-user-')));
mkdirSync(join(project, 'node_modules'));
symlinkSync(PACKAGE, join(project, 'node_modules/lockyard'), 'junction');
writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(project, { recursive: true }));

/** `merged` in a user's words, from the pieces of the package. */
const DESIGN = `
import {
  MMAP_LOCK, RESERVATION, ReservationTransaction, TakenLocks, claimFillPublish, defineDesign,
  mmLockPages, outsideEviction, plainMap, refusalOf, releasePages, reservationPages, reservedMap,
  unpublishRelease, validateAndPublish,
} from 'lockyard/emulator';

const others = [
  TakenLocks, claimFillPublish, mmLockPages, outsideEviction, plainMap, refusalOf, releasePages,
  reservedMap, unpublishRelease,
];

export const design = defineDesign({
  name: 'mine',
  summary: 'a design from outside, of ' + others.length + ' more pieces',
  source: 'a test',
  expects: 'clean',
  locks: { reservation: RESERVATION },
  protects: { pages: ['reservation'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class]],
  guards(parts) {
    const { locks, submission } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    return {
      ...reservationPages(locks.reservation, parts),
      submit: () => transaction.run(() => validateAndPublish(submission)),
    };
  },
});
`;

test('a design outside the package is built from its pieces and runs', async () => {
  const file = join(project, 'mine.js');
  writeFileSync(file, DESIGN);
  const words = ['stress', '--design', file, '--ops', '2000', '--json'];
  const { stdout } = await run(process.execPath, [
    join(PACKAGE, 'dist/src/cli/lockyard.js'),
    ...words,
  ]);
  const [result] = JSON.parse(stdout).results;
  expect(result).toMatchObject({ design: 'mine', verdict: 'clean', findings: [] });
});

test('an order that it declares beforehand is held against it from the first acquisition', async () => {
  const file = join(project, 'primed.js');
  const primes = 'primes: [[RESERVATION.class, MMAP_LOCK]],';
  writeFileSync(file, DESIGN.replace('guards(parts)', `${primes}\n  guards(parts)`));
  const words = ['stress', '--design', file, '--ops', '2000', '--json'];
  const failed = run(process.execPath, [join(PACKAGE, 'dist/src/cli/lockyard.js'), ...words]);
  const stdout = await failed.then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
  const [result] = JSON.parse(stdout).results;
  expect(result).toMatchObject({ verdict: 'inversion' });
  const [finding] = result.findings;
  expect(finding).toMatchObject({ type: 'circular', level: 'possible' });
  expect(finding.text).toContain('declared before the run');
});

test('its types come with the package, and see a misspelt lock', async () => {
  writeFileSync(join(project, 'mine.ts'), DESIGN);
  const misspelt = DESIGN.replace("pages: ['reservation']", "pages: ['reservatoin']");
  writeFileSync(join(project, 'misspelt.ts'), misspelt);
  const options = '--noEmit --strict --module nodenext --target es2022 --types node --pretty false';
  const roots = ['--typeRoots', join(PACKAGE, 'node_modules/@types'), 'mine.ts', 'misspelt.ts'];
  const compiled = run(process.execPath, [TYPESCRIPT, ...options.split(' '), ...roots], {
    cwd: project,
  });
  const told = await compiled.then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
  expect(told).toMatch(/^misspelt\.ts.*"reservatoin"' is not assignable/);
  expect(told.match(/error TS/g)).toHaveLength(1);
});
