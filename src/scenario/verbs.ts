import type { ScenarioKind, Verb } from './scenario.ts';

/** `subclass`: two words, `nested N`; may be left out. `locks`: one or more. */
export type Argument = 'lock' | 'locks' | 'context' | 'thread' | 'subclass' | 'timeoutMs';

export interface VerbShape {
  /** Of the locks it works on; none where it names no lock. */
  readonly kind?: ScenarioKind;
  readonly usage: string;
  readonly arguments: readonly Argument[];
}

/** Every operation that a scenario may name, and how it is written. */
export const VERBS: Readonly<Record<Verb, VerbShape>> = {
  lock: { kind: 'mutex', usage: 'lock M or lock M nested N', arguments: ['lock', 'subclass'] },
  trylock: { kind: 'mutex', usage: 'trylock M', arguments: ['lock'] },
  timedlock: { kind: 'mutex', usage: 'timedlock M MS', arguments: ['lock', 'timeoutMs'] },
  unlock: { kind: 'mutex', usage: 'unlock M', arguments: ['lock'] },
  read: { kind: 'rwsem', usage: 'read R', arguments: ['lock'] },
  unread: { kind: 'rwsem', usage: 'unread R', arguments: ['lock'] },
  write: { kind: 'rwsem', usage: 'write R', arguments: ['lock'] },
  unwrite: { kind: 'rwsem', usage: 'unwrite R', arguments: ['lock'] },
  tryread: { kind: 'rwsem', usage: 'tryread R', arguments: ['lock'] },
  trywrite: { kind: 'rwsem', usage: 'trywrite R', arguments: ['lock'] },
  downgrade: { kind: 'rwsem', usage: 'downgrade R', arguments: ['lock'] },
  ww_begin: { usage: 'ww_begin C', arguments: ['context'] },
  ww_lock: { kind: 'ww', usage: 'ww_lock W C', arguments: ['lock', 'context'] },
  ww_lock_all: {
    kind: 'ww',
    usage: 'ww_lock_all C W1 W2 ...',
    arguments: ['context', 'locks'],
  },
  ww_unlock: { kind: 'ww', usage: 'ww_unlock W', arguments: ['lock'] },
  ww_end: { usage: 'ww_end C', arguments: ['context'] },
  wait: { kind: 'completion', usage: 'wait E', arguments: ['lock'] },
  complete: { kind: 'completion', usage: 'complete E', arguments: ['lock'] },
  fence_wait: { kind: 'fence', usage: 'fence_wait F', arguments: ['lock'] },
  fence_signal: { kind: 'fence', usage: 'fence_signal F', arguments: ['lock'] },
  begin_signalling: { usage: 'begin_signalling', arguments: [] },
  end_signalling: { usage: 'end_signalling', arguments: [] },
  cond_wait: { kind: 'condition', usage: 'cond_wait V', arguments: ['lock'] },
  cond_signal: { kind: 'condition', usage: 'cond_signal V', arguments: ['lock'] },
  alloc: { usage: 'alloc', arguments: [] },
  nofs: { usage: 'nofs', arguments: [] },
  endnofs: { usage: 'endnofs', arguments: [] },
  spawn: { usage: 'spawn T', arguments: ['thread'] },
  join: { usage: 'join T', arguments: ['thread'] },
  work: { usage: 'work', arguments: [] },
  exit: { usage: 'exit', arguments: [] },
};

/** The operations on locks of a kind, as they are written. */
export function usagesOf(kind: ScenarioKind): string {
  const shapes = Object.values(VERBS).filter((shape) => shape.kind === kind);
  return shapes.map(({ usage }) => usage).join(', ');
}
