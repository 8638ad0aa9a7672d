/** A workload with one setting at several values, everything else alike. */
export interface WorkloadAxis {
  /** What is varied, in words with its unit: `locks per submission`. */
  readonly label: string;
  /** What stays: `mixed`, or `mixed:pages=4`. */
  readonly of: string;
  /** By value, ascending; where it is not set, first. */
  readonly places: readonly AxisPlace[];
}

export interface AxisPlace {
  readonly workload: string;
  /** As written; `not set`. */
  readonly value: string;
}

const LABELS = new Map([
  ['devices', 'devices'],
  ['objects', 'objects'],
  ['pages', 'pages per object'],
  ['sharing', 'sharing (%)'],
  ['memory', 'memory (% of the working set)'],
  ['submits', 'locks per submission'],
  ['reads', 'reads (%)'],
  ['writes', 'writes (%)'],
  ['section', 'section length'],
]);

function labelOf(key: string): string {
  return LABELS.get(key) ?? key;
}

const NOT_SET = 'not set';

interface Settings {
  readonly base: string;
  readonly values: ReadonlyMap<string, string>;
}

/** The axes that are in the names of workloads, as `mixed:sharing=10+pages=4`. */
export function workloadAxes(workloads: readonly string[]): readonly WorkloadAxis[] {
  const read = workloads.map((workload) => ({ workload, settings: settingsOf(workload) }));
  const keys = [...new Set(read.flatMap(({ settings }) => [...settings.values.keys()]))];
  return keys.flatMap((key) => {
    const families = new Map<string, AxisPlace[]>();
    for (const { workload, settings } of read) {
      const of = withoutKey(settings, key);
      const places = families.get(of) ?? [];
      families.set(of, places);
      places.push({ workload, value: settings.values.get(key) ?? NOT_SET });
    }
    return [...families]
      .map(([of, places]) => ({ label: labelOf(key), of, places: places.sort(byValue) }))
      .filter(({ places }) => places.length > 1);
  });
}

function settingsOf(workload: string): Settings {
  const [, base, settings] = /^([^:]*):(.*)$/.exec(workload) ?? [];
  const pairs = settings?.split('+').map((pair) => /^([^=]+)=(.+)$/.exec(pair)?.slice(1)) ?? [];
  const isRead = pairs.length > 0 && pairs.every((pair) => pair !== undefined);
  // Nobody knows what another name means.
  if (base === undefined || !isRead) return { base: workload, values: new Map() };
  return { base, values: new Map(pairs as [string, string][]) };
}

function withoutKey({ base, values }: Settings, key: string): string {
  const rest = [...values].filter(([name]) => name !== key).sort(([a], [b]) => (a < b ? -1 : 1));
  return rest.length === 0
    ? base
    : `${base}:${rest.map(([name, value]) => `${name}=${value}`).join('+')}`;
}

function byValue(a: AxisPlace, b: AxisPlace): number {
  return amountOf(a.value) - amountOf(b.value);
}

const UNITS: readonly (readonly [string, number])[] = [
  ['ns', 1],
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
];

/** A number, with a unit of time or without. */
function amountOf(value: string): number {
  if (value === NOT_SET) return -1;
  const amount = Number.parseFloat(value);
  if (Number.isNaN(amount)) return Number.MAX_VALUE;
  const unit = value.replace(/^[\d.]+/, '');
  return amount * (UNITS.find(([name]) => name === unit)?.[1] ?? 1);
}
