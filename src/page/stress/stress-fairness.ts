import { fairnessChart } from '../fairness-chart.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { workerShares } from '../worker-shares.ts';
import { stressOrigin } from './stress-origin.ts';
import type { StressPart } from './stress-part.ts';

/** What each worker of each run got done; null: it is not told. */
export function stressFairness(part: StressPart, { looks }: PageFrame, id: string): Html | null {
  const runs = part.runs.map(({ name, threadLines }) => ({
    look: looks.of(name),
    shares: workerShares(
      threadLines
        .filter(({ service }) => !service)
        .map((line) => [line.name, line.operations] as const),
    ),
  }));
  return fairnessChart(runs, { id, of: 'each run', what: 'operations', ...stressOrigin(part) });
}
