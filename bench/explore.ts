import { compileProgram } from '../src/scenario/model/compile-program.ts';
import type { ModelProgram } from '../src/scenario/model/model-program.ts';
import { ScheduleRunner } from '../src/scenario/model/run-schedule.ts';
import { searchProgram } from '../src/scenario/model/search-states.ts';
import { readScenarioText } from '../src/scenario/read/read-scenario.ts';
import { findStrategy } from '../src/schedule/strategy-catalog.ts';
import { boundedInput } from '../src/schedule/strategies/depth-first.ts';
import { WordRandom } from '../src/schedule/strategies/word-random.ts';
import { median } from '../src/compare/quantile.ts';

/**
 * Schedules per second of the model engine: whole programs, each from the start to its end.
 *
 *   node dist/bench/explore.js [milliseconds] [rounds]
 *
 * Two threads of 20 points each, a point before each operation. `apart`: each takes a mutex of its
 * own, so that every step but the last few is a decision. `nested`: both take two mutexes, in one
 * order, and stop each other most of the time. `every` is depth first without any reduction; the
 * other names are those of `--strategy`. The bare loop draws 40 times who goes on and counts, and
 * does nothing else: it says how fast this machine is right now, and the ratio to it is what is
 * worth comparing.
 *
 * When the number lies: a step costs a little more for semaphores and much more for transactions,
 * and a schedule as much more as it has more steps. Nothing is recorded but the choices: telling a
 * schedule operation by operation is slower, and is done for few. The search over states visits
 * each state once, not each schedule: its figure counts states.
 */
const POINTS = 20;
const STEPS_MAX = 10_000;
const BATCH = 256;
const EVERY = 'every';
const STRATEGIES = ['random', 'urw', 'pos', 'pct2', EVERY, 'depth-first'];
const PREEMPTIONS_ENOUGH = 1000;

const [milliseconds, rounds] = [Number(process.argv[2] ?? 500), Number(process.argv[3] ?? 5)];

function repeated(operations: readonly string[]): string[] {
  return Array.from({ length: POINTS / operations.length }, () => operations).flat();
}

function programOver(lists: readonly (readonly string[])[]): ModelProgram {
  const threads = Object.fromEntries(lists.map((list, n) => [`T${n + 1}`, list]));
  const file = { scenario: 'bench', locks: { A: 'mutex', B: 'mutex' }, threads };
  return compileProgram(readScenarioText(JSON.stringify(file), 'bench.json'), 'all');
}

const NESTED = repeated(['lock A', 'lock B', 'unlock B', 'unlock A']);
const PROGRAMS = {
  apart: programOver(['A', 'B'].map((lock) => repeated([`lock ${lock}`, `unlock ${lock}`]))),
  nested: programOver([NESTED, NESTED]),
};

/** Runs batches until the time is up; answers how many a second. */
function perSecond(batch: (first: number) => number): number {
  const started = performance.now();
  let done = 0;
  let elapsed = 0;
  do {
    done += batch(done);
    elapsed = performance.now() - started;
  } while (elapsed < milliseconds);
  return (done * 1000) / elapsed;
}

function bareLoop(): (first: number) => number {
  const words = new Int32Array(3);
  const random = new WordRandom(words, 0);
  return (first) => {
    for (let schedule = first; schedule < first + BATCH; schedule++) {
      random.begin(1, schedule);
      for (let step = 0; step < 2 * POINTS; step++) words[1 + random.below(2, 'bare')]++;
    }
    return BATCH;
  };
}

function schedules(program: ModelProgram, name: string): (first: number) => number {
  const strategy = findStrategy(name === EVERY ? 'bounded' : name);
  const input = name === EVERY ? boundedInput(PREEMPTIONS_ENOUGH) : [];
  const runner = new ScheduleRunner(program, strategy, input, STEPS_MAX);
  let schedule = 0;
  return () => {
    for (let n = 0; n < BATCH; n++) {
      runner.run(1, schedule++);
      // A search that is through begins anew.
      if (!runner.hasNext) schedule = 0;
    }
    return BATCH;
  };
}

function measure(batch: (first: number) => number): number {
  perSecond(batch);
  return median(Array.from({ length: rounds }, () => perSecond(batch)));
}

function told(figure: number): string {
  return Math.round(figure).toLocaleString('en').padStart(13);
}

const run = `median of ${rounds} rounds, node ${process.versions.node}`;
console.log(`model engine, 2 threads x ${POINTS} points, ${run}\n`);
const bare = measure(bareLoop());
console.log(`bare loop     ${told(bare)} a second\n`);
console.log('schedules a second (bare loops each)');
console.log('                       apart               nested');
for (const name of STRATEGIES) {
  const figures = Object.values(PROGRAMS).map((program) => measure(schedules(program, name)));
  const columns = figures.map((figure) => `${told(figure)} (${(bare / figure).toFixed(1)})`);
  console.log(`${name.padEnd(12)}${columns.map((column) => column.padStart(20)).join(' ')}`);
}

const four = programOver([NESTED, NESTED, NESTED, NESTED]);
const limits = { statesMax: 1 << 22, stepsMax: 1 << 26 };
const states = measure(() => searchProgram(four, limits, 'every').states);
console.log(
  `\nstate search, 4 threads x ${POINTS} points, nested: ${told(states).trim()} states/s`,
);
