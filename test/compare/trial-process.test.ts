import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { InvariantError, UsageError } from '../../src/base/errors.ts';
import { TrialProcess } from '../../src/compare/trial-process.ts';

/** Runs a script in place of trials; each task is in its `task`. */
function processOf(script: string, interrupt = new AbortController().signal): TrialProcess {
  const whole = `
    process.stdin.on('data', (data) => {
      for (const task of String(data).trim().split('\\n').map((line) => JSON.parse(line))) { ${script} }
    });`;
  return new TrialProcess(['-e', whole], interrupt);
}

const ANSWER = 'console.log(JSON.stringify({ result: [process.pid, task * 2] }));';

describe('tasks in a process of its own', () => {
  test('are answered one after the other, until it is ended', async () => {
    const child = processOf(ANSWER);
    const [pid, first] = (await child.ask(21, 20_000)) as number[];
    expect(first).toBe(42);
    expect(await child.ask(4, 20_000)).toEqual([pid, 8]);
    await child.end();
    expect(spawnSync('kill', ['-0', String(pid)]).status).not.toBe(0);
  });

  test('what is wrong with a task is told as such, and the next one is answered', async () => {
    const child = processOf(
      "if (task > 1) console.log(JSON.stringify({ error: { message: 'bad', mend: 'do' } }));" +
        `else ${ANSWER}`,
    );
    const failed = child.ask(2, 20_000);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toMatchObject({ message: 'bad', mend: 'do' });
    expect(await child.ask(1, 20_000)).toMatchObject({ 1: 2 });
    await child.end();
  });

  test.each([
    ["console.error('ouch'); process.exit(7)", /ended with 7: ouch/],
    ['process.exit(0)', /ended with 0: nothing on its standard error/],
    ["console.log('not JSON')", /said "not JSON"/],
    ["process.kill(process.pid, 'SIGSEGV')", /ended with SIGSEGV/],
    ["console.log(JSON.stringify({ error: { message: 'Error: x' } }))", /failed: Error: x/],
  ])('no answer is a defect: %s', async (script, message) => {
    const child = processOf(script);
    const failed = child.ask(1, 20_000);
    await expect(failed).rejects.toThrow(InvariantError);
    await expect(failed).rejects.toThrow(message);
    await child.end();
  });

  test('are not waited for for ever', async () => {
    const child = processOf('setInterval(() => 0, 1e6);');
    await expect(child.ask(1, 300)).rejects.toThrow(/SIGKILL: gave no answer within 0.3 s/);
    await child.end();
  });

  test('end with an interruption, whatever it does', async () => {
    const controller = new AbortController();
    const child = processOf('for (;;);', controller.signal);
    setTimeout(() => controller.abort(), 300);
    await expect(child.ask(1, 20_000)).rejects.toThrow(/ended with SIGKILL/);
    await child.end();
  });
});
