import type { Exploration } from './exploration.ts';
import type { Machine } from './machine.ts';
import type { ScheduleRun } from './schedule-run.ts';
import type { Step } from './step.ts';

/** Runs the last schedule again and tells each operation in a line. */
export function tellSchedule<W>(
  run: ScheduleRun<W>,
  machine: Machine,
  exploration: Exploration<W>,
): string[] {
  const choices = [...run.choices];
  const story: string[] = [];
  machine.observer = ({ name }, step, result) => {
    const address = machine.words.address(step.array, step.index);
    const word = exploration.wordName?.(run.world, address) ?? `[${address}]`;
    story.push(`${name} ${step.site}: ${operationText(step, word)} -> ${result}`);
  };
  const { failure } = run;
  run.begin();
  for (const choice of choices) run.take(choice);
  machine.observer = undefined;
  run.failure = failure;
  return story;
}

function operationText({ kind, first, second }: Step, word: string): string {
  switch (kind) {
    case 'pause':
      return 'pause';
    case 'load':
      return `load ${word}`;
    case 'compareExchange':
      return `compareExchange ${word} ${first} => ${second}`;
    case 'wait':
      return `wait ${word} while ${first}`;
    default:
      return `${kind} ${word} ${first}`;
  }
}
