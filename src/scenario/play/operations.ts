import { POINT } from '../../schedule/schedule-view.ts';
import { READY } from '../../schedule/turnstile-memory.ts';
import type { Acquisition } from '../../lock/acquisition.ts';
import { exitEventOf, startEventOf } from '../pseudo-classes.ts';
import type { ScenarioOp, Verb } from '../scenario.ts';
import type { Scene } from './scene.ts';

type Of<V extends Verb> = ScenarioOp & { readonly verb: V };

/** Answers what a lock answered, or nothing. */
type Operations = { readonly [V in Verb]: (scene: Scene, op: Of<V>) => unknown };

/** Every operation on the faces of a thread; `alloc` and `exit` are the interpreter's. */
const OPERATIONS: Operations = {
  lock: ({ faces }, { lock, subclass }) => {
    const mutex = faces.mutex(lock);
    return subclass === 0 ? mutex.acquire() : mutex.acquireNested(subclass);
  },
  trylock: ({ faces }, { lock }) => faces.mutex(lock).tryAcquire(),
  timedlock: ({ faces }, { lock, timeoutMs }) => faces.mutex(lock).acquireFor(timeoutMs),
  unlock: ({ faces }, { lock }) => faces.mutex(lock).release(),
  read: ({ faces }, { lock }) => faces.rwSemaphore(lock).acquireRead(),
  tryread: ({ faces }, { lock }) => faces.rwSemaphore(lock).tryAcquireRead(),
  unread: ({ faces }, { lock }) => faces.rwSemaphore(lock).releaseRead(),
  write: ({ faces }, { lock }) => faces.rwSemaphore(lock).acquireWrite(),
  trywrite: ({ faces }, { lock }) => faces.rwSemaphore(lock).tryAcquireWrite(),
  unwrite: ({ faces }, { lock }) => faces.rwSemaphore(lock).releaseWrite(),
  downgrade: ({ faces }, { lock }) => faces.rwSemaphore(lock).downgrade(),
  ww_begin: ({ transaction }) => transaction.begin(),
  ww_lock: ({ transaction }, { lock }) => transaction.take([lock]),
  ww_lock_all: ({ transaction }, { locks }) => transaction.take(locks),
  ww_unlock: ({ transaction }, { lock }) => transaction.release(lock),
  ww_end: ({ transaction }) => transaction.end(),
  wait: ({ faces }, { lock }) => faces.completion(lock).wait(),
  complete: ({ faces }, { lock }) => faces.completion(lock).complete(),
  cond_wait: ({ faces }, { lock }) => faces.completion(lock).wait(),
  cond_signal: ({ faces }, { lock }) => faces.completion(lock).pulse(),
  fence_wait: ({ faces, round }, { lock }) => {
    faces.signalling?.mightWait();
    return faces.fence(lock).wait(round);
  },
  fence_signal: ({ faces, round }, { lock }) => faces.fence(lock).signal(round),
  begin_signalling: (scene) => {
    if (scene.signalling++ === 0) scene.faces.signalling?.enterShared();
  },
  end_signalling: (scene) => {
    if (--scene.signalling === 0) scene.faces.signalling?.leave();
  },
  spawn: ({ scenario, faces, board, events }, { thread }) => {
    events?.spawn(thread + 1);
    board.spawn(thread);
    faces.completionNamed(startEventOf(nameOf(scenario, thread)))?.complete();
  },
  join: ({ scenario, faces, events }, { thread }) => {
    const answer = faces.completionNamed(exitEventOf(nameOf(scenario, thread)))?.wait();
    if (answer === 'acquired') events?.join(thread + 1);
    return answer;
  },
  nofs: (scene) => {
    scene.nofs++;
  },
  endnofs: (scene) => {
    scene.nofs--;
  },
  work: ({ pauses, turnstile }) => {
    pauses?.work();
    turnstile?.pause(POINT.pass, 0, 0, READY.now, 0, 0);
  },
  alloc: () => undefined,
  exit: () => undefined,
};

/** Performs an operation; undefined: it asks no lock and is done. */
export function performOperation(scene: Scene, op: ScenarioOp): Acquisition | undefined {
  const perform = OPERATIONS[op.verb] as (scene: Scene, op: ScenarioOp) => Acquisition | undefined;
  return perform(scene, op);
}

function nameOf({ threads }: Scene['scenario'], thread: number): string {
  return threads[thread]?.name ?? '';
}
