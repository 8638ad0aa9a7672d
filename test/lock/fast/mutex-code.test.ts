import { expect, test } from 'vitest';
import { MUTEX_CODE } from '../../../src/lock/fast/mutex-code.ts';
import { assembled } from '../../../tools/assembly.ts';

test('the compiled form is that of the source beside it', async () => {
  expect(MUTEX_CODE, 'run `npm run assemble`').toBe(await assembled('src/lock/fast/mutex.wat'));
});
