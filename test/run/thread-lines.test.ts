import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type ThreadShares, readThreadShares } from '../../src/measure/thread-shares.ts';
import { planRun } from '../../src/run/plan-run.ts';
import { threadLines } from '../../src/run/thread-lines.ts';
import { CpuAccount } from '../../src/thread/cpu-account.ts';
import { LOCKS, PLAN, timedWorld } from './fixtures/timed-world.ts';
import { stageOf } from './fixtures/stage.ts';

/** What the system tells, by file; nothing: there is no /proc. */
const system = vi.hoisted(() => ({ files: new Map<string, string>() }));
vi.mock('node:fs', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:fs')>()),
  readFileSync: (file: string) => {
    const text = system.files.get(file.replace('/proc/thread-self/', ''));
    if (text === undefined) throw new Error(`ENOENT: ${file}`);
    return text;
  },
}));
beforeEach(() => system.files.clear());

const CPU = { runMs: 5, waitedForCpuMs: 1, voluntarySwitches: 2, involuntarySwitches: 3 };
const WAITED: ThreadShares = {
  name: 'importer-0',
  service: false,
  operations: 7,
  refusals: 1,
  waitNs: [2e8, 1e8, 3e8, 2e8],
  holdNs: [0, 0, 0, 0],
  cpu: CPU,
};

describe('what a thread did with its time', () => {
  test('is told as shares of the run, waits for events apart', () => {
    const [line] = threadLines({ ...PLAN, locks: LOCKS }, [WAITED], 2);
    expect(line).toEqual({
      name: 'importer-0',
      service: false,
      operations: 7,
      refusals: 1,
      share: {
        waiting: expect.closeTo(0.15),
        backingOff: 0,
        parked: expect.closeTo(0.25),
        waitingByClass: { M: 0.1, R: 0.05 },
      },
      cpu: CPU,
    });
  });

  test('has backing off apart, which the lock of it counted as well', () => {
    const classes = [
      { name: 'W', kind: 'ww-mutex', subclasses: 1, context: 'X' },
      { name: 'X', kind: 'pseudo', subclasses: 1 },
    ] as const;
    const locks = { ...LOCKS, classes };
    const waited = { ...WAITED, waitNs: [3e8, 1e8] };
    const [line] = threadLines({ ...PLAN, locks }, [waited], 1);
    expect(line?.share).toEqual({
      waiting: expect.closeTo(0.2),
      backingOff: expect.closeTo(0.1),
      parked: 0,
      waitingByClass: { W: 0.3 },
    });
  });

  test('has no share below nothing, whatever was counted twice', () => {
    const classes = [
      { name: 'W', kind: 'ww-mutex', subclasses: 1, context: 'X' },
      { name: 'X', kind: 'pseudo', subclasses: 1 },
    ] as const;
    const waited = { ...WAITED, waitNs: [1e8, 1e8 + 40] };
    const [line] = threadLines({ ...PLAN, locks: { ...LOCKS, classes } }, [waited], 1);
    expect(line?.share).toMatchObject({ waiting: 0, backingOff: expect.closeTo(0.1) });
  });

  test.each(['off', 'order'] as const)('is not known at level %s, which has no clock', (level) => {
    const { plan } = planRun(stageOf(), { level });
    const [line] = threadLines(plan, [WAITED], 1);
    expect(line).toMatchObject({ share: null, cpu: CPU });
  });
});

describe('what the system charged a thread', () => {
  const tell = (schedstat: string, voluntary: number, involuntary: number) => {
    system.files.set('schedstat', schedstat);
    const lines = [
      `voluntary_ctxt_switches:\t${voluntary}`,
      `nonvoluntary_ctxt_switches:\t${involuntary}`,
    ];
    system.files.set('status', `Name:\tnode\n${lines.join('\n')}\n`);
  };
  const cpuOf = ({ memory, plan }: ReturnType<typeof timedWorld>) =>
    readThreadShares(memory, plan).map(({ cpu }) => cpu);

  test('is what came on top while it worked', () => {
    const world = timedWorld();
    tell('1000000 500000 9\n', 10, 20);
    const account = new CpuAccount(world.memory, 2);
    expect(cpuOf(world)).toEqual([null, null]);
    tell('6000000 1500000 12\n', 12, 23);
    account.close();
    expect(cpuOf(world)).toEqual([null, CPU]);
  });

  test.each([
    ['there is no /proc', () => system.files.clear()],
    ['the kernel keeps no such statistics', () => system.files.delete('schedstat')],
    ['the files are something else', () => tell('none', 1, 1)],
  ])('is not known where %s', (_what, change) => {
    const world = timedWorld();
    tell('1000000 500000 9\n', 10, 20);
    change();
    new CpuAccount(world.memory, 1).close();
    expect(cpuOf(world)).toEqual([null, null]);
  });
});
