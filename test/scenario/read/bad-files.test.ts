import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/base/errors.ts';
import { readScenarioText } from '../../../src/scenario/read/read-scenario.ts';
import { BAD_FILES } from './bad-files.ts';

/** What reading a text throws. */
function errorOf(text: string, file: string): unknown {
  try {
    readScenarioText(text, file);
    return 'nothing';
  } catch (error) {
    return error;
  }
}

describe('a scenario file is refused for', () => {
  test.each(BAD_FILES)('$what', ({ text, extension = 'yaml', line, says }) => {
    const file = `stories/bad.${extension}`;
    const error = errorOf(text, file);
    expect(error).toBeInstanceOf(UsageError);
    const { message, mend } = error as UsageError;
    expect(message).toMatch(new RegExp(`^stories/bad\\.${extension}:${line}:\\d+: `));
    for (const piece of says) expect(`${message}\n${mend}`).toContain(piece);
    expect(message.length).toBeLessThan(300);
    expect(mend).not.toBe('');
  });
});
