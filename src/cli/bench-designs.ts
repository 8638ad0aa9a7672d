import { fileURLToPath } from 'node:url';
import {
  type CatalogDesign,
  type Expectation,
  createStackStage,
  findWorkload,
} from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import { nearestName } from '../base/nearest-name.ts';
import { chooseDesigns, designsByName } from './choose-designs.ts';
import type { ExitTrap } from './exit-trap.ts';
import { shortTimeNs } from './short-time.ts';

/** What if every holder of a lock of this class kept it so much longer? */
export interface HoldDelay {
  readonly class: string;
  readonly ns: number;
  /** As it was given: `50us@lru_lock`. */
  readonly text: string;
}

/** A design as it is compared: as it is, or with a delay, which is a competitor of its own. */
export interface Competitor {
  readonly name: string;
  readonly file: string;
  readonly summary: string;
  readonly expects: Expectation;
  readonly delay: HoldDelay | null;
  /** Without the delay; null: it has none. */
  readonly variantOf: string | null;
}

const CLEAN = 'clean';
const DELAY = /^([^@]+)@(.+)$/;

/**
 * The competitors of names, paths, `all` and `clean` (whatever is expected to stay clean), each once. A
 * delay adds to each design that has the class the same design with it.
 *
 * @throws {UsageError}
 */
export async function chooseCompetitors(
  names: readonly string[],
  delayText: string | undefined,
  exits: ExitTrap,
): Promise<Competitor[]> {
  const designs = await chooseDesigns(await withoutGroups(names), exits);
  const plain = designs.map((design) => competitor(design, null));
  if (delayText === undefined) return plain;
  const delay = parseDelay(delayText);
  const classes = await Promise.all(designs.map(classesOf));
  const delayed = designs.filter((_, i) => classes[i].includes(delay.class));
  if (delayed.length === 0) throw unknownClass(delay.class, classes.flat());
  return [...plain, ...delayed.map((design) => competitor(design, delay))];
}

async function withoutGroups(names: readonly string[]): Promise<string[]> {
  if (!names.includes(CLEAN)) return [...names];
  const clean = (await designsByName()).filter(({ design }) => design.expects === 'clean');
  return names.flatMap((name) => (name === CLEAN ? clean.map(({ design }) => design.name) : name));
}

function competitor({ design, url }: CatalogDesign, delay: HoldDelay | null): Competitor {
  return {
    name: delay === null ? design.name : `${design.name}+${delay.text}`,
    file: fileURLToPath(url),
    summary: design.summary,
    expects: design.expects,
    delay,
    variantOf: delay === null ? null : design.name,
  };
}

function parseDelay(text: string): HoldDelay {
  const [, time = '', lockClass = ''] = DELAY.exec(text) ?? [];
  const ns = shortTimeNs(time) ?? 0;
  if (ns > 0) return { class: lockClass, ns, text };
  throw new UsageError(
    `--inject-delay is "${text}"`,
    'give a time up to 1000ms and a lock class, for example 50us@lru_lock',
  );
}

/** The classes of locks are the same under each workload. */
async function classesOf(design: CatalogDesign): Promise<string[]> {
  const workload = await findWorkload('mixed');
  return createStackStage({ design, workload }).locks.classes.map(({ name }) => name);
}

function unknownClass(name: string, all: readonly string[]): UsageError {
  const classes = [...new Set(all)];
  return new UsageError(
    `no design here has a lock class "${name}"`,
    `did you mean "${nearestName(name, classes)}"? There are: ${classes.join(', ')}`,
  );
}
