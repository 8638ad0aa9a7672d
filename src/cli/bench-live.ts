import { createLogUpdate } from 'log-update';
import type { CourseProgress } from '../compare/course.ts';
import { benchProgressText } from '../report/bench-progress-text.ts';
import { wantsDecoration } from '../report/decoration.ts';

/** Shows how a comparison is doing while it lasts. */
export interface BenchLive {
  progress(progress: CourseProgress): void;
  finished(): void;
}

/** A log that nobody watches gets a line this often. */
const LINES = 20;

/** On a terminal one line that renews itself; elsewhere a line now and then. */
export function benchLive(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): BenchLive {
  return wantsDecoration(stream, environment) ? renewingLine(stream) : linesNowAndThen(stream);
}

function renewingLine(stream: NodeJS.WriteStream): BenchLive {
  const show = createLogUpdate(stream);
  return {
    progress: (progress) => show(benchProgressText(progress)),
    finished: () => show.clear(),
  };
}

function linesNowAndThen(stream: NodeJS.WriteStream): BenchLive {
  let told = -1;
  return {
    progress: (progress) => {
      const step = Math.floor(progress.share * LINES);
      if (step === told) return;
      told = step;
      stream.write(`${benchProgressText(progress)}\n`);
    },
    finished: () => undefined,
  };
}
