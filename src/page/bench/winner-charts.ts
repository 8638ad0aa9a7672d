import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { type BenchPart, workloadsOf } from './bench-part.ts';
import { winnerChart } from './winner-chart.ts';
import { type WorkloadAxis, workloadAxes } from './workload-axis.ts';

/** Who is fastest on each workload by threads, then by threads and each setting that was varied. */
export function winnerCharts(
  part: BenchPart,
  frame: PageFrame,
  id: string,
): readonly (Html | null)[] {
  const workloads = workloadsOf(part);
  const axes = workloadAxes(workloads);
  const onAxes = axes.flatMap(({ places }) => places.map(({ workload }) => workload));
  const places = workloads.map((workload) => ({ workload, value: workload }));
  const all = { title: 'Who is fastest where', label: 'workload', places };
  const isCovered = workloads.every((workload) => onAxes.includes(workload));
  return [
    isCovered ? null : winnerChart(all, part, frame, id),
    ...axes.map((axis, n) => winnerChart(rowsOf(axis), part, frame, `${id}${n + 1}`)),
  ];
}

function rowsOf({ label, of, places }: WorkloadAxis) {
  return { title: `Who is fastest by ${label} and threads: ${of}`, label, places };
}
