import { ACCESS } from './access.ts';
import type { ModelMachine } from './model-machine.ts';
import { CODE, CODE_SHIFT } from './model-program.ts';
import { PLACES, SEMAPHORE } from './state-layout.ts';

/**
 * Threads that a thread waits for in the state at hand: owners, holders and those ahead in a queue
 * that are in its way, whoever may yet signal its event, whom it joins. Empty for one that can go
 * on or has ended, and where nobody will ever come.
 */
export function blockersOf(machine: ModelMachine, thread: number): number[] {
  const { code } = machine.program;
  if (machine.canStep(thread) || machine.hasEnded(thread)) return [];
  const at = machine.nodeOf(thread) << CODE_SHIFT;
  const word = code[at + CODE.word];
  switch (code[at + CODE.access]) {
    case ACCESS.lock:
      return [machine.state[word] - 1];
    case ACCESS.ww:
      return [machine.state[machine.contextWordOf(thread)] - 1];
    case ACCESS.read:
    case ACCESS.write:
      return inTheWay(machine, thread, at);
    case ACCESS.wait:
      return mayDo(machine, thread, code[at + CODE.object], ACCESS.signal);
    case ACCESS.listen:
      return mayDo(machine, thread, code[at + CODE.object], ACCESS.call);
    case ACCESS.join:
      return [code[at + CODE.extra]];
    default:
      return [];
  }
}

/** Holders first, then those ahead in the queue. */
function inTheWay(machine: ModelMachine, thread: number, at: number): number[] {
  const { state, program } = machine;
  const word = program.code[at + CODE.word];
  const reads = program.code[at + CODE.extra];
  const writes = wantsToWrite(machine, thread);
  const blockers: number[] = [];
  for (let other = 0; other < program.threads; other++) {
    const isReader = state[reads + other] > 0;
    if (state[word + SEMAPHORE.writer] === other + 1 || (isReader && writes)) blockers.push(other);
  }
  for (let place = 0; place < state[word + SEMAPHORE.queued]; place++) {
    const ahead = state[word + SEMAPHORE.queue + place] - 1;
    if (ahead === thread) break;
    if (writes || wantsToWrite(machine, ahead)) blockers.push(ahead);
  }
  return blockers;
}

/** Of a thread in a queue. */
function wantsToWrite({ state, program }: ModelMachine, thread: number): boolean {
  return program.code[(state[PLACES + thread] << CODE_SHIFT) + CODE.twin] === 1;
}

/** Other threads that such an access may lie ahead of. */
function mayDo(machine: ModelMachine, thread: number, object: number, access: number): number[] {
  const { futures, futureOf, objects, threads } = machine.program;
  return Array.from({ length: threads }, (_, other) => other).filter((other) => {
    const future = futureOf[machine.nodeOf(other)];
    return other !== thread && (futures[future * objects + object] & access) !== 0;
  });
}
