import { type Workload, type WorkloadSizes, findWorkload } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import { nearestName } from '../base/nearest-name.ts';
import { parseShortTime } from './short-time.ts';
import { SIZE_RANGES } from './stress-request.ts';
import { parseWhole } from './whole-number.ts';

/** A workload with what was changed in it. */
export interface BenchWorkload {
  readonly workload: Workload;
  readonly sizes: Partial<WorkloadSizes>;
}

/** @throws {UsageError} where the text is no value of it */
type Setting = (given: BenchWorkload, text: string, what: string) => BenchWorkload;

/** Most objects of one submission that can be asked for. */
const SUBMITS_MAX = 16;

const SETTINGS: Readonly<Record<string, Setting>> = {
  devices: sizeSetting('devices'),
  objects: sizeSetting('objects'),
  pages: sizeSetting('pagesPerObject'),
  sharing: sizeSetting('sharing'),
  memory: sizeSetting('memory'),
  submits: roleSetting(1, SUBMITS_MAX, (value) => ({ submits: [value, value] })),
  reads: roleSetting(0, 100, (value) => ({ writes: 100 - value })),
  writes: roleSetting(0, 100, (value) => ({ writes: value })),
  section: ({ workload, sizes }, text, what) => ({
    workload: { ...workload, sectionNs: parseShortTime(what, text) },
    sizes,
  }),
};

/**
 * `mixed`, or with settings `mixed:sharing=50+section=10us`: `submits` is the locks per submission,
 * `reads` and `writes` the share of accesses that do, in percent, `section` what each step of get-pages
 * and put-pages takes longer under the design's locks; the others as options of `stress`.
 *
 * @throws {UsageError}
 */
export async function readBenchWorkload(spec: string): Promise<BenchWorkload> {
  const [name, ...rest] = spec.split(':');
  const settings = rest.join(':');
  let given: BenchWorkload = { workload: await findWorkload(name), sizes: {} };
  if (rest.length === 0) return given;
  for (const setting of settings.split('+')) {
    const [key, value = ''] = setting.split('=');
    given = settingOf(spec, key)(given, value, `${key} of the workload ${spec}`);
  }
  return given;
}

/**
 * The workloads with a setting at each of its values: `section=0,1us,10us` makes three of each. Several
 * sweeps make all combinations.
 *
 * @throws {UsageError}
 */
export function sweepWorkloads(
  workloads: readonly string[],
  sweeps: readonly string[],
): readonly string[] {
  return sweeps.reduce<readonly string[]>((specs, sweep) => {
    const [, key, list] = /^([^=]+)=(.+)$/.exec(sweep) ?? [];
    if (key === undefined || list === undefined) {
      throw new UsageError(`--sweep is "${sweep}"`, 'write it as section=0,1us,10us');
    }
    const values = list.split(',').map((value) => value.trim());
    return specs.flatMap((spec) =>
      values.map((value) => `${spec}${spec.includes(':') ? '+' : ':'}${key}=${value}`),
    );
  }, workloads);
}

function settingOf(spec: string, key: string): Setting {
  const setting = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
  if (setting !== undefined) return setting;
  const names = Object.keys(SETTINGS);
  throw new UsageError(
    `the workload ${spec} sets "${key}", which no workload has`,
    `did you mean "${nearestName(key, names)}"? There are: ${names.join(', ')}`,
  );
}

function sizeSetting(field: keyof WorkloadSizes): Setting {
  const { least, most } = SIZE_RANGES[field];
  return ({ workload, sizes }, text, what) => ({
    workload,
    sizes: { ...sizes, [field]: parseWhole(what, text, least, most) },
  });
}

function roleSetting(
  least: number,
  most: number,
  changed: (value: number) => Partial<Workload['roles'][number]>,
): Setting {
  return ({ workload, sizes }, text, what) => {
    const value = parseWhole(what, text, least, most);
    const roles = workload.roles.map((role) => ({ ...role, ...changed(value) }));
    return { workload: { ...workload, roles }, sizes };
  };
}
