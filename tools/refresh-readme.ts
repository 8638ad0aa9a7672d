import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allDesigns, allWorkloads } from '../emulator/index.ts';

/**
 * Renews what README.md quotes, so that no output in it is typed. Between a mark and its end:
 *
 *     <!-- output: lockyard stress --design merged | verdict table -->   a command, and what is kept
 *     <!-- table: designs -->                                            a table of a catalog
 *     <!-- end -->
 *
 * Commands run in an empty folder that holds the README's own sample files: code blocks whose first
 * line is a comment with a file name, or, where a format has no comments, that follow on the line
 * <!-- sample: NAME -->. Real threads never give the same output twice, so this is run
 * by hand, before a release:
 *
 *     node dist/tools/refresh-readme.js [README.md]
 */
const FRONT_DOOR = fileURLToPath(new URL('../src/cli/lockyard.js', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const BLOCK = /^<!-- (output|table): (.+) -->\n[\s\S]*?^<!-- end -->$/gm;
/** The name and the text of a sample. */
const SAMPLES = [
  /^```js\n(?=\/\/ (?<name>\S+\.mjs)\b)(?<text>[\s\S]*?)^```$/gm,
  /^```yaml\n(?=# (?<name>\S+\.yaml)\b)(?<text>[\s\S]*?)^```$/gm,
  /^<!-- sample: (?<name>\S+) -->\n\n```\w+\n(?<text>[\s\S]*?)^```$/gm,
];
const FRAME = /^( +)(?:at )?(?:async )?[#\w.$ <>]+ \(\S+:\d+\)$/;
const FRAMES_KEPT = 2;

/** What is kept of a command's output. */
const CUTS: Readonly<Record<string, (output: string) => string>> = {
  all: (output) => output,
  'verdict table': (output) => paragraphs(output).slice(0, 2).join('\n\n'),
  ending: (output) => paragraphs(output).slice(-2).join('\n\n'),
  inversion: (output) =>
    reportWith(output, /possible circular/, /-> #. \(obj->mm.lock\):/, /-> #. \(reservation_ww/),
  deadlock: (output) => reportWith(output, /DEADLOCK: 2 threads/, /waits for obj->mm\.lock\(/),
  'verdict table and deadlock': (output) =>
    [...paragraphs(output).slice(0, 2), reportWith(output, /DEADLOCK/)].join('\n\n'),
  'case and dependencies': (output) =>
    paragraphs(output)
      .filter((paragraph, index) => index === 0 || /^(who made|reported at)/.test(paragraph))
      .join('\n\n'),
  'deadlock and ending': (output) =>
    `${reportWith(output, /DEADLOCK: 2 threads/)}\n\n${paragraphs(output).at(-1)}`,
};

const TABLES: Readonly<Record<string, () => Promise<string>>> = {
  async designs() {
    const designs = (await allDesigns()).map(({ design }) => design);
    const rows = designs.map(({ name, summary, expects, source }) => [
      `\`${name}\``,
      summary,
      expects,
      source,
    ]);
    return markdownTable(['design', 'in one line', 'expects', 'after'], rows);
  },
  async workloads() {
    const rows = (await allWorkloads()).map(({ name, summary, defaults }) => [
      `\`${name}\``,
      summary,
      ...[defaults.threads, defaults.devices, defaults.objects],
      ...[defaults.pagesPerObject, `${defaults.sharing} %`, `${defaults.memory} %`],
    ]);
    const sizes = ['threads', 'devices', 'objects', 'pages', 'sharing', 'memory'];
    return markdownTable(['workload', 'in one line', ...sizes], rows);
  },
};

function paragraphs(output: string): string[] {
  return output.trim().split(/\n\n+/);
}

/** The shortest report that has all of `marks`, from its banner to its count, shortened. */
function reportWith(output: string, ...marks: readonly RegExp[]): string {
  const reports = output.match(/^={20,}\n[\s\S]*?^(?:seen|happened) .*$/gm) ?? [];
  const found = reports
    .filter((report) => marks.every((mark) => mark.test(report)))
    .sort((a, b) => a.length - b.length)[0];
  if (found === undefined) throw new Error(`no report has ${marks.join(' and ')}; run it again`);
  return shortened(found);
}

/** Stack frames after the first few of each stack give way to a mark. */
function shortened(report: string): string {
  const kept: string[] = [];
  let frames = 0;
  for (const line of report.split('\n')) {
    const frame = FRAME.exec(line);
    frames = frame === null ? 0 : frames + 1;
    if (frames <= FRAMES_KEPT) kept.push(line);
    else if (frames === FRAMES_KEPT + 1) kept.push(`${frame?.[1] ?? ''}[…]`);
  }
  return kept.join('\n');
}

function markdownTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What Node is given for a command line: lockyard itself, or a file of this repository. */
function programOf(command: string): string[] {
  const [tool, ...words] = command.split(' ');
  if (tool === 'lockyard') return [FRONT_DOOR, ...words];
  if (tool === 'node') return [join(REPOSITORY, words[0] ?? ''), ...words.slice(1)];
  throw new Error(`only lockyard and node are run, not "${command}"`);
}

/** Standard output of a command line; a finding (1) is no failure. */
function run(command: string, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, programOf(command), { cwd: folder });
    let output = '';
    let trouble = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (trouble += data));
    child.on('close', (status) => {
      if (status === 0 || status === 1) resolve(output);
      else reject(new Error(`${command} ended with ${status}: ${trouble}`));
    });
  });
}

/** Runs each command once, however many blocks quote it. */
class Quotations {
  readonly #outputs = new Map<string, Promise<string>>();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async of(kind: string, subject: string): Promise<string> {
    if (kind === 'table') return named(TABLES, subject)();
    const [command = '', cut = 'all'] = subject.split(' | ');
    const output = this.#outputs.get(command) ?? run(command, this.#folder);
    this.#outputs.set(command, output);
    const text = named(CUTS, cut)((await output).replace(/ +$/gm, '')).trim();
    return `\`\`\`text\n${text}\n\`\`\``;
  }
}

function named<T>(choices: Readonly<Record<string, T>>, name: string): T {
  const choice = choices[name];
  if (choice !== undefined) return choice;
  throw new Error(`"${name}" is none of: ${Object.keys(choices).join(', ')}`);
}

function writeSamples(readme: string, folder: string): void {
  for (const { groups } of SAMPLES.flatMap((sample) => [...readme.matchAll(sample)])) {
    writeFileSync(join(folder, groups?.['name'] ?? ''), groups?.['text'] ?? '');
  }
}

async function refresh(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lockyard-readme-'));
  try {
    const old = readFileSync(path, 'utf8');
    writeSamples(old, folder);
    const quotations = new Quotations(folder);
    let text = '';
    let end = 0;
    for (const { 0: block, 1: kind = '', 2: subject = '', index } of old.matchAll(BLOCK)) {
      process.stderr.write(`${kind}: ${subject}\n`);
      const quoted = await quotations.of(kind, subject);
      text += `${old.slice(end, index)}<!-- ${kind}: ${subject} -->\n\n${quoted}\n\n<!-- end -->`;
      end = index + block.length;
    }
    writeFileSync(path, text + old.slice(end));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await refresh(process.argv[2] ?? 'README.md');
