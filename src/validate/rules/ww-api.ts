import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { stateFinding } from './state-finding.ts';

/**
 * Misuse of ww-mutexes and their acquire contexts (kernel: Documentation/locking/ww-mutex-design.rst
 * and DEBUG_WW_MUTEXES), as a state machine over plain data that the caller keeps. Each function is one
 * event: it answers what was wrong with it, or null, and moves the state on in either case, as the
 * kernel warns and goes on.
 *
 * Not here, because the order validator tells it: a second context of one class while one is live is a
 * recursion of the class of contexts; an unlock of what is not held is a bad unlock.
 */
export interface WwContext {
  readonly name: string;
  /** `raw`: never begun; `done`: live, but no more acquisitions were to follow. */
  life: 'raw' | 'live' | 'done' | 'ended';
  /** The ww class that its locks must have; null: none at all. */
  wwClass: string | null;
  /** Ww-mutexes acquired under it and not yet released. */
  acquired: number;
  /** The lock from which it was told to back off, until it acquires that one; null: none. */
  contending: WwLock | null;
}

export interface WwLock {
  readonly name: string;
  readonly wwClass: string;
  /** The context under which it is held. */
  owner: WwContext | null;
}

export type WwMisuse =
  | 'init-twice'
  | 'done-without-init'
  | 'done-twice'
  | 'fini-without-init'
  | 'fini-twice'
  | 'fini-early'
  | 'acquire-without-init'
  | 'acquire-after-fini'
  | 'acquire-after-done'
  | 'unneeded-slow'
  | 'slow-with-locks'
  | 'more-after-back-off'
  | 'wrong-after-back-off'
  | 'right-before-release'
  | 'class-mismatch'
  | 'stale-owner'
  | 'count-unbalanced'
  | 'owner-left';

export interface WwViolation {
  readonly misuse: WwMisuse;
  /** A verb phrase with names. */
  readonly done: string;
  readonly due: string;
  readonly lock: WwLock | null;
}

export function newContext(name: string, wwClass: string | null): WwContext {
  return { name, life: 'raw', wwClass, acquired: 0, contending: null };
}

/** ww_acquire_init. */
export function contextBegun(context: WwContext): WwViolation | null {
  const wrong =
    context.life === 'live' || context.life === 'done'
      ? misuse('init-twice', `begins ${context.name}, which is live`, 'end it first')
      : null;
  context.life = 'live';
  context.acquired = 0;
  context.contending = null;
  return wrong;
}

/** ww_acquire_done. */
export function contextDone(context: WwContext): WwViolation | null {
  const { life, name } = context;
  if (life === 'live') context.life = 'done';
  if (life === 'done') return misuse('done-twice', `says twice that ${name} is done`, 'once');
  if (life === 'live') return null;
  return misuse('done-without-init', `says that ${name} is done, which is not live`, 'begin it');
}

/** ww_acquire_fini. */
export function contextEnded(context: WwContext): WwViolation | null {
  const { life, name, acquired } = context;
  context.life = life === 'raw' ? 'raw' : 'ended';
  if (life === 'raw') {
    return misuse('fini-without-init', `ends ${name}, which was never begun`, 'begin it first');
  }
  if (life === 'ended') return misuse('fini-twice', `ends ${name} twice`, 'end it once');
  if (acquired === 0) return null;
  const done = `ends ${name} while ${acquired} of its locks are held`;
  return misuse('fini-early', done, 'release all of them first');
}

/** Before a lock is tried or waited for under `context`. */
export function acquisitionBegun(context: WwContext, lock: WwLock): WwViolation | null {
  const { life, name } = context;
  if (life === 'live') return null;
  const done = `acquires ${lock.name} under ${name}`;
  if (life === 'raw') {
    return misuse('acquire-without-init', `${done}, which was never begun`, 'begin it first', lock);
  }
  if (life === 'ended') {
    return misuse('acquire-after-fini', `${done}, which has ended`, 'begin it anew', lock);
  }
  const due = 'acquire everything before `done`';
  return misuse('acquire-after-done', `${done} after it was said to be done`, due, lock);
}

/** ww_mutex_lock_slow, before the lock is waited for. */
export function slowPathTaken(context: WwContext, lock: WwLock): WwViolation | null {
  const done = `takes the slow path to ${lock.name} under ${context.name}`;
  if (context.contending === null) {
    const due = 'take it only after a back-off, for the lock that refused';
    return misuse('unneeded-slow', `${done}, which was not told to back off`, due, lock);
  }
  if (context.acquired === 0) return null;
  const due = 'release everything of the context after a back-off';
  return misuse('slow-with-locks', `${done} while it holds other locks`, due, lock);
}

/** The lock was taken under `context`, by whichever path. */
export function lockAcquired(context: WwContext, lock: WwLock): WwViolation | null {
  const wrong = wrongAcquisition(context, lock);
  context.contending = null;
  context.acquired++;
  lock.owner = context;
  return wrong;
}

/** The lock answered EDEADLK. */
export function backedOff(context: WwContext, lock: WwLock): WwViolation | null {
  const { contending } = context;
  const wrong = contending === null ? null : moreAfterBackOff(context, contending, lock);
  context.contending = lock;
  return wrong;
}

/** The lock is given up by whoever holds it; with or without a context. */
export function lockReleased(lock: WwLock): WwViolation | null {
  const { owner } = lock;
  lock.owner = null;
  if (owner === null) return null;
  if (owner.acquired > 0) {
    owner.acquired--;
    return null;
  }
  const done = `releases ${lock.name}, although ${owner.name} counts no lock as acquired`;
  return misuse('count-unbalanced', done, 'leave the count to the locks', lock);
}

/** The mutex inside was used by itself: whoever did so leaves no context in the lock. */
export function leftWithoutOwner(lock: WwLock): WwViolation | null {
  if (lock.owner === null) return null;
  const done = `leaves ${lock.owner.name} behind as the context of ${lock.name}`;
  return misuse('owner-left', done, 'release it the way it was acquired', lock);
}

function wrongAcquisition(context: WwContext, lock: WwLock): WwViolation | null {
  const { contending } = context;
  const done = `acquires ${lock.name} under ${context.name}`;
  if (lock.owner !== null) {
    const stale = `${done}, although the free lock still carries ${lock.owner.name}`;
    return misuse('stale-owner', stale, 'release it by the unlock of ww-mutexes', lock);
  }
  if (contending !== null && contending !== lock) {
    return moreAfterBackOff(context, contending, lock);
  }
  if (contending !== null && context.acquired > 0) {
    const early = `${done} after a back-off from it while it still holds other locks`;
    const due = 'release everything of the context before';
    return misuse('right-before-release', early, due, lock);
  }
  if (context.wwClass === lock.wwClass) return null;
  const mixed = `${done} of the ww class ${context.wwClass ?? '(none)'}`;
  return misuse('class-mismatch', mixed, `use a context of the class ${lock.wwClass}`, lock);
}

function moreAfterBackOff(context: WwContext, contending: WwLock, lock: WwLock): WwViolation {
  const done =
    `acquires ${lock.name} under ${context.name}, which was told to back off from ` +
    contending.name;
  if (context.acquired === 0) {
    return misuse('wrong-after-back-off', done, `acquire ${contending.name} first`, lock);
  }
  const due = `release everything, then acquire ${contending.name} first`;
  return misuse('more-after-back-off', done, due, lock);
}

function misuse(kind: WwMisuse, done: string, due: string, lock: WwLock | null = null) {
  return { misuse: kind, done, due, lock };
}

/** What was misused, as a finding of the thread that did it. `locks`: indices of locks concerned. */
export function wwApiFinding(
  evidence: Evidence,
  thread: number,
  violation: WwViolation,
  locks: readonly number[],
  site: string,
): Finding {
  const state = evidence.threadState(thread);
  const names = locks.map((lock) => evidence.lockName(lock));
  return stateFinding(evidence, state, {
    type: 'ww-api',
    key: `ww-api ${violation.misuse} ${names.map((lock) => lock.class).join(' ')} ${firstLine(site)}`,
    summary: `${state.thread} ${violation.done} in ${state.operation}`,
    locks: names,
    details: [`instead: ${violation.due}`, ...site.split('\n').filter((frame) => frame !== '')],
  });
}

function firstLine(site: string): string {
  return site.split('\n')[0] ?? '';
}
