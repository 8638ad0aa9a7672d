import type { ForcedSwitch, LedSchedule, Leader, Place } from './shrink-lead.ts';

/** The steps of an earlier schedule in their order, as far as they are there and can be taken. */
export function followSteps(steps: readonly Place[]): Leader {
  /** Of each thread the indices of its steps that lie ahead. */
  const ahead = new Map<string, number[]>();
  steps.forEach(({ thread }, index) => {
    const own = ahead.get(thread);
    if (own === undefined) ahead.set(thread, [index]);
    else own.push(index);
  });
  return {
    choose: (standard, enabled) => {
      const next = enabled.map((thread) => ahead.get(thread)?.[0] ?? Number.POSITIVE_INFINITY);
      const first = Math.min(...next);
      return first < steps.length ? (steps[first] as Place).thread : standard.thread;
    },
    passes: ({ thread, step }) => {
      const own = ahead.get(thread) ?? [];
      const at = own.findIndex((index) => steps[index]?.step === step);
      // Steps before it were refused, or are not there any more.
      if (at >= 0) own.splice(0, at + 1);
    },
  };
}

/** A schedule of the same program, step by step. */
export function followOrder(order: readonly number[], threads: readonly string[]): Leader {
  let taken = 0;
  return {
    choose: () => threads[order[taken] as number] as string,
    passes: () => taken++,
  };
}

/** No switches but these, each once. */
export function forceSwitches(switches: readonly ForcedSwitch[]): Leader {
  const left = [...switches];
  return {
    choose: (standard, enabled) => {
      const at = left.findIndex(
        ({ thread, step, run }) =>
          thread === standard.thread && step === standard.step && enabled.includes(run),
      );
      if (at < 0) return standard.thread;
      const [{ run }] = left.splice(at, 1) as [ForcedSwitch];
      return run;
    },
    passes: () => undefined,
  };
}

/** The switches of a schedule that were forced. */
export function switchesOf({ steps }: LedSchedule): ForcedSwitch[] {
  return steps.flatMap(({ thread, instead }) =>
    instead === null ? [] : [{ ...instead, run: thread }],
  );
}

/**
 * The switches of the plainest schedule that might get threads stuck at these places: each runs up to
 * what it waits for in the end, one after the other. `threads`: all, in the order of the program.
 */
export function straightSwitches(
  stuck: readonly Place[],
  threads: readonly string[],
): ForcedSwitch[] {
  const places = [...stuck].sort((a, b) => threads.indexOf(a.thread) - threads.indexOf(b.thread));
  return places.slice(1).map(({ thread: run }, n) => ({ ...(places[n] as Place), run }));
}
