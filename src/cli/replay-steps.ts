import type { Recording } from '../explore/recording.ts';
import { stepText } from '../report/replay-step-text.ts';

/** Shows a schedule decision by decision; the next one when the user asks for it with Enter. */
export async function showSteps(
  recording: Recording,
  input: NodeJS.ReadStream,
  say: (text: string) => void,
): Promise<void> {
  const { decisions } = recording;
  say('Enter shows the next step, q and Enter the rest.\n');
  for (const [index, decision] of decisions.entries()) {
    say(stepText(decision, index + 1, decisions.length));
    if ((await lineOf(input)).trim() === 'q') {
      for (const [n, rest] of decisions.slice(index + 1).entries()) {
        say(`${stepText(rest, index + 2 + n, decisions.length)}\n`);
      }
      break;
    }
  }
  input.pause();
}

function lineOf(input: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve) => {
    const done = (text: string) => {
      input.off('data', onData).off('end', onEnd);
      resolve(text);
    };
    const onData = (data: Buffer | string) => done(String(data));
    const onEnd = () => done('q');
    input.on('data', onData).on('end', onEnd);
    input.resume();
  });
}
