import type { Command } from 'commander';
import { allScenarios, allWorkloads } from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import { type Listed, listJson, listText } from '../report/list-text.ts';
import { paletteFor } from '../report/palette.ts';
import { readScenarioFile } from '../scenario/read/read-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { designsByName } from './choose-designs.ts';

const EXAMPLE = `
Example:
  lockyard list designs`;

/** `lockyard list`: what there is, one line each with its source. */
export function addList(program: Command): void {
  program
    .command('list')
    .description('what there is: designs, workloads or scenarios')
    .argument('<what>', Object.keys(LISTS).join(' or '))
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLE)
    .action(list);
}

const LISTS: Readonly<Record<string, () => Promise<Listed[]>>> = {
  designs: async () => (await designsByName()).map(({ design }) => listed(design)),
  workloads: async () => (await allWorkloads()).map(listed),
  scenarios: async () => allScenarios().map(({ file }) => listedScenario(readScenarioFile(file))),
};

async function list(what: string, options: { readonly json?: boolean }): Promise<void> {
  const read = LISTS[what];
  if (read === undefined) {
    throw new UsageError(`there is no list of "${what}"`, `use ${Object.keys(LISTS).join(' or ')}`);
  }
  const items = await read();
  const palette = paletteFor(process.stdout, process.env);
  process.stdout.write(options.json === true ? listJson(what, items) : listText(items, palette));
}

function listed({ name, summary, source, expects }: Listed): Listed {
  return { name, summary, source, ...(expects === undefined ? {} : { expects }) };
}

function listedScenario({ name, summary = '', source = '', finds }: Scenario): Listed {
  return { name, summary, source, ...(finds === undefined ? {} : { expects: finds.type }) };
}
