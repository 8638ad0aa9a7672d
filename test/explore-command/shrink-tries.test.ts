import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/random.ts';
import { nearestPassing } from '../../src/explore/passing.ts';
import type { StackProgram } from '../../src/explore/program.ts';
import type { Recording } from '../../src/explore/recording.ts';
import { shrinkRecording } from '../../src/explore/shrink.ts';
import type { ShrinkCandidate } from '../../src/explore/shrink-tries.ts';
import { runToy, toyProgram } from './toy-stack.ts';

const never = () => false;
const tryOut = async (candidate: ShrinkCandidate) => runToy(candidate);

/** Names drawn for each decision: many do not fit, as in any schedule of another program. */
function drawn(threads: number, seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: 2000 }, () => `worker-${random.below(threads, 'who runs')}`);
}

function found(threads: number, operations: number): Recording {
  const program = toyProgram(threads, operations);
  for (let seed = 1; ; seed++) {
    const recording = runToy({ program, choices: drawn(threads, seed) });
    if (recording.outcome === 'deadlock') return recording;
  }
}

describe('a recording that only trying out makes smaller', () => {
  test('loses threads, operations and switches, and ends in the same deadlock', async () => {
    const recording = found(8, 40);
    const {
      recording: smaller,
      before,
      after,
      tries,
    } = await shrinkRecording(recording, tryOut, never);
    expect(before.switches).toBeGreaterThan(100);
    expect(smaller.signature?.split(',').sort()).toEqual(['left', 'right']);
    const { sizes, operations } = smaller.program as StackProgram;
    expect({ ...sizes, operations }).toEqual({ threads: 2, objects: 1, operations: 4 });
    expect(after).toMatchObject({ threads: 2, operations: 4 });
    expect(after.switches).toBeLessThanOrEqual(1);
    expect(tries).toBeLessThan(100);
  });

  test('runs again as its decisions say', async () => {
    const { recording } = await shrinkRecording(found(6, 12), tryOut, never);
    const choices = recording.decisions.map(({ run }) => run);
    expect(runToy({ program: recording.program, choices })).toEqual(recording);
  });

  test('is left as it is when there is no time', async () => {
    const recording = found(4, 8);
    const left = await shrinkRecording(recording, tryOut, () => true);
    expect(left).toMatchObject({ recording, tries: 0 });
    expect(left.after).toEqual(left.before);
  });

  test('does not take another deadlock for the same', async () => {
    const recording = found(4, 8);
    const other = { ...recording, deadlock: { cycle: [], isCycle: false, summary: '' } };
    const left = await shrinkRecording(recording, async () => other, never);
    expect(left.recording).toBe(recording);
  });
});

describe('the nearest schedule that ends well', () => {
  test('differs in the latest decision that can be made otherwise', async () => {
    const { recording } = await shrinkRecording(found(4, 8), tryOut, never);
    const passing = await nearestPassing(recording, tryOut, never);
    const { at = -1, made, instead } = passing ?? {};
    expect(made).toEqual(recording.decisions[at]);
    expect(instead?.run).not.toBe(made?.run);
    expect(passing?.recording.outcome).toBe('clean');
    expect(passing?.recording.decisions.slice(0, at)).toEqual(recording.decisions.slice(0, at));
    // Whatever is decided later, it ends in the deadlock.
    for (let later = at + 1; later < recording.decisions.length; later++) {
      for (const other of recording.decisions[later]?.enabled ?? []) {
        const choices = [...recording.decisions.slice(0, later).map(({ run }) => run), other];
        expect(runToy({ program: recording.program, choices }).outcome).toBe('deadlock');
      }
    }
  });

  test('is none where every schedule deadlocks, or when there is no time', async () => {
    const recording = found(4, 8);
    expect(await nearestPassing(recording, async () => recording, never)).toBeNull();
    expect(await nearestPassing(recording, tryOut, () => true)).toBeNull();
  });
});
