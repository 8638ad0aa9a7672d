import { describe, expect, it } from 'vitest';
import type { AcquireContext, WwMutexLock } from '../../src/lock/lock-contracts.ts';
import { Transaction } from '../../src/scenario/play/transaction.ts';
import type { LockFaces } from '../../src/scenario/play/lock-faces.ts';
import type { LockTable } from '../../src/lock/lock-table.ts';
import type { InstrumentationLevel, LockClassPlan } from '../../src/shared/plan.ts';
import { createValidatorWorld } from './validator-world.ts';

const CLASSES: readonly LockClassPlan[] = [
  { name: 'ctx', kind: 'pseudo', subclasses: 1 },
  { name: 'resv', kind: 'ww-mutex', subclasses: 1, policy: 'wait-die', context: 'ctx' },
  { name: 'crtc_ctx', kind: 'pseudo', subclasses: 1 },
  { name: 'crtc', kind: 'ww-mutex', subclasses: 1, policy: 'wound-wait', context: 'crtc_ctx' },
];

interface Own {
  readonly context: AcquireContext;
  readonly other: AcquireContext;
  readonly locks: readonly [WwMutexLock, WwMutexLock, WwMutexLock];
}

function createWorld(level: InstrumentationLevel = 'full') {
  const world = createValidatorWorld(CLASSES, { instances: 3, level });
  const [young, old] = world.tables.map((table): Own => {
    const [a, b, c] = table.wwMutexes('resv') as [WwMutexLock, WwMutexLock, WwMutexLock];
    return {
      context: table.context('ctx'),
      other: table.context('crtc_ctx'),
      locks: [a, b, c],
    };
  }) as [Own, Own];
  const told = () => world.findings().map(({ finding }) => finding.key.split(' ', 2).join(' '));
  return { world, young, old, told };
}

/** `young` holds its first lock and is told to back off from the second, which `old` holds. */
function createRefused() {
  const all = createWorld();
  const { young, old } = all;
  old.context.begin();
  young.context.begin();
  young.locks[0].acquire(young.context);
  old.locks[1].acquire(old.context);
  expect(young.locks[1].acquire(young.context)).toBe('back-off');
  return all;
}

/** The older one is through: what it held is free. */
function finish({ context, locks }: Own): void {
  locks[1].release();
  context.end();
}

describe('a context', () => {
  it.each<[string, (own: Own) => void]>([
    ['init-twice', ({ context }) => [context.begin(), context.begin()]],
    ['done-without-init', ({ context }) => context.done()],
    ['done-twice', ({ context }) => [context.begin(), context.done(), context.done()]],
    ['fini-without-init', ({ context }) => context.end()],
    ['fini-twice', ({ context }) => [context.begin(), context.end(), context.end()]],
  ])('that is misused is told: %s', (misuse, use) => {
    const { young, told } = createWorld();
    use(young);
    expect(told()).toEqual([`ww-api ${misuse}`]);
  });

  it('begun twice goes on with its locks, and ends once', () => {
    const { world, young } = createWorld();
    const { context, locks } = young;
    context.begin();
    locks[0].acquire(context);
    context.begin();
    expect(locks[0].acquire(context)).toBe('already');
    locks[0].release();
    context.end();
    expect(world.types()).toEqual(['ww-api']);
    expect(world.threads[0]?.held.depth).toBe(0);
  });

  it('ended while locks are held is told; they are released as ever', () => {
    const { world, young, told } = createWorld();
    const { context, locks } = young;
    context.begin();
    locks[0].acquire(context);
    context.end();
    locks[0].release();
    context.begin();
    expect(locks[0].acquire(context)).toBe('acquired');
    locks[0].release();
    context.end();
    expect(told()).toEqual(['ww-api fini-early']);
    expect(world.findings()[0]?.finding).toMatchObject({
      level: 'confirmed',
      summary: 'worker-0 ends ctx(0) while 1 of its locks are held in idle',
    });
  });

  it('of another class may live inside: one transaction, one age', () => {
    const { world, young, old } = createWorld();
    young.context.begin();
    const age = (young.context as unknown as { stamp: number }).stamp;
    young.other.begin();
    expect((young.other as unknown as { stamp: number }).stamp).toBe(age);
    young.other.end();
    expect((young.context as unknown as { stamp: number }).stamp).toBe(age);
    young.context.end();
    old.other.begin();
    old.other.end();
    expect(world.types()).toEqual([]);
  });
});

describe('an acquisition', () => {
  it.each<[string, (own: Own) => void]>([
    ['acquire-without-init', () => undefined],
    ['acquire-after-fini', ({ context }) => [context.begin(), context.end()]],
    ['acquire-after-done', ({ context }) => [context.begin(), context.done()]],
  ])('under a context that is not open is told, and made: %s', (misuse, before) => {
    const { young, old, told } = createWorld();
    const [first, second] = young.locks;
    before(young);
    expect(first.acquire(young.context)).toBe('acquired');
    first.release();
    expect(second.tryAcquire(young.context)).toBe('acquired');
    second.release();
    expect(old.locks[0].tryAcquire(null)).toBe('acquired');
    expect(old.locks[1].tryAcquire(null)).toBe('acquired');
    expect(told()).toEqual([`ww-api ${misuse}`, `ww-api ${misuse}`]);
  });

  it('under a context of another class is told', () => {
    const { young, told } = createWorld();
    young.other.begin();
    expect(young.locks[0].acquire(young.other)).toBe('acquired');
    young.locks[0].release();
    young.other.end();
    expect(told()).toEqual(['ww-api class-mismatch']);
  });

  it('by the slow path is told when nothing refused before', () => {
    const { young, told } = createWorld();
    young.context.begin();
    expect(young.locks[0].acquireSlow(young.context)).toBe('acquired');
    expect(told()).toEqual(['ww-api unneeded-slow']);
  });
});

describe('after a back-off', () => {
  it('the whole loop is silent', () => {
    const { world, young, old } = createRefused();
    young.locks[0].release();
    finish(old);
    expect(young.locks[1].acquireSlow(young.context)).toBe('acquired');
    expect(young.locks[1].acquire(young.context)).toBe('already');
    expect(young.locks[0].acquire(young.context)).toBe('acquired');
    young.context.done();
    for (const lock of [young.locks[0], young.locks[1]]) lock.release();
    young.context.end();
    expect(world.types()).toEqual([]);
  });

  it('the lock that refused may be taken by the plain path, or none at all', () => {
    const { world, young, old } = createRefused();
    young.locks[0].release();
    finish(old);
    expect(young.locks[1].tryAcquire(young.context)).toBe('acquired');
    expect(young.locks[0].acquire(young.context)).toBe('acquired');
    young.locks[1].release();
    young.locks[0].release();
    young.context.end();
    const { young: second } = createRefused();
    second.locks[0].release();
    second.context.end();
    second.context.begin();
    expect(second.locks[2].acquire(second.context)).toBe('acquired');
    expect(world.types()).toEqual([]);
  });

  it('the slow path is told while other locks are held', () => {
    const { young, old, told } = createRefused();
    finish(old);
    expect(young.locks[1].acquireSlow(young.context)).toBe('acquired');
    expect(told()).toEqual(['ww-api slow-with-locks']);
  });

  it('the right lock is told while other locks are held', () => {
    const { young, old, told } = createRefused();
    finish(old);
    expect(young.locks[1].acquire(young.context)).toBe('acquired');
    expect(told()).toEqual(['ww-api right-before-release']);
  });

  it('one more lock is told, once', () => {
    const { young, told } = createRefused();
    expect(young.locks[2].acquire(young.context)).toBe('acquired');
    young.locks[2].release();
    expect(young.locks[2].acquire(young.context)).toBe('acquired');
    expect(told()).toEqual(['ww-api more-after-back-off']);
  });

  it('the wrong lock is told', () => {
    const { young, told } = createRefused();
    young.locks[0].release();
    expect(young.locks[2].acquire(young.context)).toBe('acquired');
    expect(told()).toEqual(['ww-api wrong-after-back-off']);
  });

  it('a second refusal is told', () => {
    const { young, old, told } = createRefused();
    old.locks[2].acquire(old.context);
    expect(young.locks[2].acquire(young.context)).toBe('back-off');
    expect(told()).toEqual(['ww-api more-after-back-off']);
  });
});

it('a transaction of a scenario backs off in silence', () => {
  const { world, young, old } = createWorld();
  const [first, second] = young.locks;
  old.context.begin();
  old.locks[1].acquire(old.context);
  let refusals = 0;
  const yielding = {
    acquire: (context: AcquireContext) => {
      const answer = second.acquire(context);
      if (answer === 'back-off' && refusals++ === 0) finish(old);
      return answer;
    },
    acquireSlow: (context: AcquireContext) => second.acquireSlow(context),
    release: () => second.release(),
  };
  const wwMutex = (lock: number) => (lock === 0 ? first : yielding);
  const transaction = new Transaction({ context: young.context, wwMutex } as unknown as LockFaces);
  transaction.begin();
  expect(transaction.take([0, 1])).toBe('acquired');
  transaction.release(1);
  transaction.release(0);
  transaction.end();
  expect(refusals).toBe(1);
  expect(world.types()).toEqual([]);
});

describe.each<InstrumentationLevel>(['off', 'stats'])('level %s tells nothing', (level) => {
  it('and refuses what it always refused', () => {
    const { world, young } = createWorld(level);
    const { context, locks } = young;
    expect(() => context.end()).toThrow(/never begun/);
    expect(() => locks[0].acquire(context)).toThrow(/never begun/);
    context.begin();
    locks[0].acquire(context);
    expect(() => locks[1].acquireSlow(context)).toThrow(/slow path/);
    expect(() => context.end()).toThrow(/locks are held/);
    expect(world.types()).toEqual([]);
  });

  it('but lets the back-off loop pass', () => {
    const { young, old } = createWorld(level);
    old.context.begin();
    young.context.begin();
    old.locks[1].acquire(old.context);
    young.locks[0].acquire(young.context);
    expect(young.locks[1].acquire(young.context)).toBe('back-off');
    young.locks[0].release();
    finish(old);
    expect(young.locks[1].acquireSlow(young.context)).toBe('acquired');
    expect(young.locks[0].acquire(young.context)).toBe('acquired');
  });
});

it('lets go of a context and its locks at the end of a faulty operation', () => {
  const { world, young } = createWorld();
  young.context.begin();
  for (const lock of young.locks) lock.acquire(young.context);
  (world.tables[0] as LockTable).letGo();
  expect(world.threads[0]?.held.depth).toBe(0);
  expect(world.types()).toEqual([]);
});
