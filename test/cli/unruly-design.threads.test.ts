import { describe, expect, test } from 'vitest';
import { type Ended, fixture, lockyard } from './fixtures/front-door.ts';

const UNRULY = fixture('unruly-design.mjs');

function stress(words: string, way: string): Promise<Ended> {
  const env = { ...process.env, UNRULY: way };
  return lockyard(`stress --json ${words}`, undefined, { env });
}

test('whatever a design prints, standard output is one document', async () => {
  const { status, out, err } = await stress(`--design ${UNRULY} --duration 500ms`, 'print');
  expect(JSON.parse(out)).toMatchObject({ kind: 'stress', exitStatus: 0 });
  for (const chatter of ['of an import', 'of guards', 'of a timer']) expect(err).toContain(chatter);
  expect(status).toBe(0);
});

test.each(['exit', 'exit-quietly', 'exit-in-guards', 'wait'])(
  'a design that would end the process as it is loaded (%s) is a usage error',
  async (way) => {
    const { status, out, err } = await stress(`--design merged,${UNRULY}`, way);
    expect(err).toMatch(/unruly-design\.mjs (called process\.exit\(0\)|waits for something)/);
    expect(err).toContain('\n  to mend it: ');
    expect({ status, out }).toEqual({ status: 2, out: '' });
  },
);

describe('what nobody catches later ends the session with 70 and all results so far', () => {
  test.each([
    ['throw-later', /nobody caught RangeError: nobody awaits this at .*unruly-design/],
    ['reject-later', /nobody caught RangeError: nobody awaits this at .*unruly-design/],
    ['exit-later', /nobody caught Error: a design called process\.exit\(0\)/],
  ])('%s', async (way, message) => {
    const words = `--design merged,${UNRULY} --duration 300ms`;
    const { status, out, err } = await stress(words, way);
    const document = JSON.parse(out);
    expect(document.exitStatus).toBe(70);
    expect(document.results[0]).toMatchObject({ design: 'merged', ending: 'duration' });
    expect(err.split('\n').filter((line) => line.startsWith('lockyard: '))).toEqual([
      expect.stringMatching(message),
    ]);
    expect(status).toBe(70);
  });
});
