import { createLogUpdate } from 'log-update';
import { wantsDecoration } from '../report/decoration.ts';
import { finishedText, progressText } from '../report/progress-text.ts';
import type { JudgedRun } from '../run/judged-run.ts';
import type { RunProgress } from '../run/watch-run.ts';

/** Shows how a session of runs is doing while it lasts. */
export interface LiveLine {
  progress(design: string, progress: RunProgress): void;
  finished(run: JudgedRun): void;
}

/** On a terminal one line that renews itself; elsewhere one line per finished design. */
export function liveLine(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
  designs: number,
): LiveLine {
  return wantsDecoration(stream, environment)
    ? renewingLine(stream, designs)
    : finishedLines(stream, designs);
}

function renewingLine(stream: NodeJS.WriteStream, designs: number): LiveLine {
  const show = createLogUpdate(stream);
  let finished = 0;
  return {
    progress: (design, progress) =>
      show(progressText(`${finished + 1}/${designs} ${design}`, progress)),
    finished: () => {
      finished++;
      show.clear();
    },
  };
}

function finishedLines(stream: NodeJS.WriteStream, designs: number): LiveLine {
  let finished = 0;
  return {
    progress: () => undefined,
    finished: (run) => {
      finished++;
      stream.write(finishedText(`${finished}/${designs} ${run.design}`, run));
    },
  };
}
