import { type Workload, type WorkloadSizes, findWorkload } from '../../emulator/index.ts';
import { nearestName } from '../base/nearest-name.ts';
import { UsageError } from '../base/errors.ts';
import { SIZE_RANGES } from './stress-request.ts';
import { parseWhole } from './whole-number.ts';

/** A workload with what was changed in it. */
export interface BenchWorkload {
  readonly workload: Workload;
  readonly sizes: Partial<WorkloadSizes>;
}

type Change = (given: BenchWorkload, value: number) => BenchWorkload;

interface Setting {
  readonly least: number;
  readonly most: number;
  readonly change: Change;
}

/** Most objects of one submission that can be asked for. */
const SUBMITS_MAX = 16;

const SETTINGS: Readonly<Record<string, Setting>> = {
  devices: sizeSetting('devices'),
  objects: sizeSetting('objects'),
  pages: sizeSetting('pagesPerObject'),
  sharing: sizeSetting('sharing'),
  memory: sizeSetting('memory'),
  submits: {
    least: 1,
    most: SUBMITS_MAX,
    change: roleChange((value) => ({ submits: [value, value] })),
  },
  writes: { least: 0, most: 100, change: roleChange((value) => ({ writes: value })) },
};

/**
 * `mixed`, or with settings `mixed:sharing=50+memory=60`: `submits` is the locks per submission,
 * `writes` the share of accesses that write, in percent; the others as options of `stress`.
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
    const { least, most, change } = settingOf(spec, key);
    given = change(given, parseWhole(`${key} of the workload ${spec}`, value, least, most));
  }
  return given;
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
  const change: Change = ({ workload, sizes }, value) => ({
    workload,
    sizes: { ...sizes, [field]: value },
  });
  return { least, most, change };
}

function roleChange(changed: (value: number) => Partial<Workload['roles'][number]>): Change {
  return ({ workload, sizes }, value) => ({
    workload: {
      ...workload,
      roles: workload.roles.map((role) => ({ ...role, ...changed(value) })),
    },
    sizes,
  });
}
