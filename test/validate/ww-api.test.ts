import { describe, expect, it } from 'vitest';
import {
  type WwContext,
  type WwLock,
  acquisitionBegun,
  backedOff,
  contextBegun,
  contextDone,
  contextEnded,
  leftWithoutOwner,
  lockAcquired,
  lockReleased,
  newContext,
  slowPathTaken,
} from '../../src/validate/rules/ww-api.ts';

const CLASS = 'resv';

function lock(name: string, wwClass = CLASS): WwLock {
  return { name, wwClass, owner: null };
}

function live(): WwContext {
  const context = newContext('t', CLASS);
  contextBegun(context);
  return context;
}

/** A context that holds `held` and was told to back off from `wanted`. */
function refused() {
  const context = live();
  const [held, wanted] = [lock('o'), lock('o2')];
  lockAcquired(context, held);
  backedOff(context, wanted);
  return { context, held, wanted };
}

function held(context: WwContext): WwLock {
  const taken = lock('o');
  lockAcquired(context, taken);
  return taken;
}

describe('the life of a context', () => {
  it('is silent from begin to end, and again', () => {
    const context = newContext('t', CLASS);
    const steps = [contextBegun, contextDone, contextEnded, contextBegun, contextEnded];
    expect(steps.map((step) => step(context))).toEqual([null, null, null, null, null]);
  });

  it.each([
    ['init-twice', [contextBegun, contextBegun]],
    ['init-twice', [contextBegun, contextDone, contextBegun]],
    ['done-without-init', [contextDone]],
    ['done-without-init', [contextBegun, contextEnded, contextDone]],
    ['done-twice', [contextBegun, contextDone, contextDone]],
    ['fini-without-init', [contextEnded]],
    ['fini-twice', [contextBegun, contextEnded, contextEnded]],
  ] as const)('reports %s', (misuse, steps) => {
    const context = newContext('t', CLASS);
    const last = steps.map((step) => step(context)).at(-1);
    expect(last?.misuse).toBe(misuse);
  });

  it('reports an end with locks held, and only then', () => {
    const context = live();
    const taken = held(context);
    expect(contextEnded(context)?.misuse).toBe('fini-early');
    const other = live();
    lockReleased(taken);
    lockReleased(held(other));
    expect(contextEnded(other)).toBeNull();
  });
});

describe('an acquisition', () => {
  it('is silent under a live context, lock after lock', () => {
    const context = live();
    for (const name of ['o', 'o2', 'o3']) {
      const wanted = lock(name);
      expect(acquisitionBegun(context, wanted)).toBeNull();
      expect(lockAcquired(context, wanted)).toBeNull();
    }
    expect(context.acquired).toBe(3);
  });

  it.each([
    ['acquire-without-init', []],
    ['acquire-after-fini', [contextBegun, contextEnded]],
    ['acquire-after-done', [contextBegun, contextDone]],
  ] as const)('reports %s', (misuse, steps) => {
    const context = newContext('t', CLASS);
    for (const step of steps) step(context);
    expect(acquisitionBegun(context, lock('o'))?.misuse).toBe(misuse);
  });

  it('reports a context of another class, or of none', () => {
    const mixed = live();
    expect(lockAcquired(mixed, lock('crtc', 'modeset'))?.misuse).toBe('class-mismatch');
    const none = live();
    none.wwClass = null;
    expect(lockAcquired(none, lock('o'))?.misuse).toBe('class-mismatch');
  });

  it('reports a free lock that carries a context', () => {
    const stale = lock('o');
    stale.owner = newContext('t2', CLASS);
    expect(lockAcquired(live(), stale)?.misuse).toBe('stale-owner');
  });
});

describe('after a back-off', () => {
  it('is silent when all is released and the right lock comes first, by either path', () => {
    for (const slow of [false, true]) {
      const { context, held: first, wanted } = refused();
      expect(lockReleased(first)).toBeNull();
      if (slow) expect(slowPathTaken(context, wanted)).toBeNull();
      expect(lockAcquired(context, wanted)).toBeNull();
      expect(lockAcquired(context, first)).toBeNull();
    }
  });

  it('reports the right lock before the others are released', () => {
    const { context, wanted } = refused();
    expect(lockAcquired(context, wanted)?.misuse).toBe('right-before-release');
  });

  it('reports the slow path before the others are released', () => {
    const { context, wanted } = refused();
    expect(slowPathTaken(context, wanted)?.misuse).toBe('slow-with-locks');
  });

  it('reports another lock, held on to or not, however it is taken', () => {
    const more = refused();
    expect(lockAcquired(more.context, lock('o3'))?.misuse).toBe('more-after-back-off');
    const again = refused();
    expect(backedOff(again.context, lock('o3'))?.misuse).toBe('more-after-back-off');
    const wrong = refused();
    lockReleased(wrong.held);
    expect(lockAcquired(wrong.context, lock('o3'))?.misuse).toBe('wrong-after-back-off');
  });

  it('reports a slow path that nothing called for', () => {
    expect(slowPathTaken(live(), lock('o'))?.misuse).toBe('unneeded-slow');
  });
});

describe('a release', () => {
  it('is silent with a context, and without one', () => {
    const context = live();
    expect(lockReleased(held(context))).toBeNull();
    expect(context.acquired).toBe(0);
    expect(lockReleased(lock('plain'))).toBeNull();
  });

  it('reports a count that does not know the lock', () => {
    const context = live();
    const taken = held(context);
    context.acquired = 0;
    expect(lockReleased(taken)?.misuse).toBe('count-unbalanced');
  });

  it('reports a context that the inner mutex left behind', () => {
    const taken = held(live());
    expect(leftWithoutOwner(taken)?.misuse).toBe('owner-left');
    lockReleased(taken);
    expect(leftWithoutOwner(taken)).toBeNull();
  });
});

it('says what was done and what should have been, with names', () => {
  const { context } = refused();
  const violation = lockAcquired(context, lock('o3'));
  expect(violation?.done).toBe('acquires o3 under t, which was told to back off from o2');
  expect(violation?.due).toBe('release everything, then acquire o2 first');
});
