import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readScenarioFile } from '../../src/scenario/read/read-scenario.ts';
import { VALIDATOR_ROWS } from '../../tools/validator-table.ts';
import { isProgram, validatorFile } from '../../tools/validator-files.ts';

describe.each(VALIDATOR_ROWS)('$name', (row) => {
  const file = validatorFile(row.name);
  const text = readFileSync(file, 'utf8');

  test('says its name, its truth and what has to come out', () => {
    const comment = isProgram(file) ? text : (JSON.parse(text) as { note: string }).note;
    expect(comment).toMatch(new RegExp(`^(# )?truth ${row.truth}: `));
    const name = isProgram(file) ? readScenarioFile(file).name : JSON.parse(text).name;
    expect(name).toBe(row.name);
  });

  test('expects nothing that its truth excludes', () => {
    if (isProgram(file)) {
      const { expect: expected = 'unsaid' } = readScenarioFile(file);
      const possible = { '-': ['clean'], R: ['deadlock'], P: ['deadlock', 'unsaid'], M: [] };
      expect(possible[row.truth]).toContain(expected);
    } else {
      expect(JSON.parse(text).expect).toBe(row.truth === '-' ? 'clean' : 'report');
    }
  });
});

test('the files lie where the table says', () => {
  expect(fileURLToPath(new URL('../../validators/aa.yaml', import.meta.url))).toBe(
    validatorFile('aa'),
  );
});
