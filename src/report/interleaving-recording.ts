import type { RecordedDecision, Recording, ToldWait } from '../explore/recording.ts';
import type { Interleaving, InterleavingStep, StuckThread } from './interleaving-rows.ts';

/** As scenarios tell their sites: the operation as it is written, then its place. */
const WRITTEN = /^(.*) \(.*:\d+\)$/;

/** The decisions of a recording as an interleaving: a step for each, and who is stuck at the end. */
export function interleavingOf(recording: Recording): Interleaving {
  const { program, decisions, deadlock } = recording;
  const isScenario = program.kind === 'scenario';
  const seen = decisions.flatMap(({ enabled }) => enabled);
  const threads = isScenario ? program.scenario.threads.map(({ name }) => name) : seen;
  const cycle = deadlock?.cycle ?? [];
  return {
    threads: [...new Set([...threads, ...cycle.map(({ thread }) => thread)])],
    steps: decisions.map((decision) => stepOf(decision, isScenario)),
    stuck: cycle.map((wait, index) => stuckThread(wait, cycle, index, recording)),
  };
}

function stepOf({ run, op, lock, site, enabled }: RecordedDecision, written: boolean) {
  const text = lock === null ? op : `${op} ${lock}`;
  const step: InterleavingStep = {
    thread: run,
    text: (written ? WRITTEN.exec(site)?.[1] : undefined) ?? text,
    lock,
    enabled,
  };
  return step;
}

function stuckThread(
  { thread, wants, site }: ToldWait,
  cycle: readonly ToldWait[],
  index: number,
  { program, deadlock }: Recording,
): StuckThread {
  const written = program.kind === 'scenario' ? WRITTEN.exec(site)?.[1] : undefined;
  const next = cycle[(index + 1) % cycle.length] as ToldWait;
  const isCycle = deadlock?.isCycle === true;
  const others = isCycle ? [next] : cycle.filter((wait) => wait.thread !== thread);
  const holder = others.find(({ holds }) => holds === wants);
  const otherwise = isCycle ? `${next.thread} is to come first` : 'nobody is left to end it';
  return {
    thread,
    text: written ?? `lock ${wants}`,
    wants,
    why: holder === undefined ? otherwise : `${holder.thread} holds it`,
  };
}
