import type { ScenarioTrace } from '../scenario.ts';
import type { Entry } from './entry.ts';

const MEND = 'write it like a case of a trace file: { locks: [...], ops: [...] }';

/** A case of a trace file as it stands; whoever judges it checks it. @throws {UsageError} */
export function readTrace(entry: Entry): ScenarioTrace {
  const ops = entry.fields('`trace:`', MEND).find(({ name }) => name === 'ops')?.value;
  const items = ops?.isList === true ? ops.items('`ops:`', MEND) : [];
  return {
    value: entry.plain() as ScenarioTrace['value'],
    line: entry.line,
    opLines: items.map((op) => op.line),
  };
}

/** Of a mended trace only what happens is another: the same locks, the same contexts. */
export function mendedTrace(base: ScenarioTrace, mended: ScenarioTrace): ScenarioTrace {
  return {
    value: { ...base.value, ...mended.value, expect: 'clean' },
    line: mended.line,
    opLines: 'ops' in mended.value ? mended.opLines : base.opLines,
  };
}
