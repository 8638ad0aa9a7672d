import type { Rule } from './rule.ts';
import { coordinatorBlockingRule } from './rules/coordinator-blocking.ts';
import { emulatorDoorRule } from './rules/emulator-door.ts';
import { erasableSyntaxRule } from './rules/erasable-syntax.ts';
import { importCyclesRule } from './rules/import-cycles.ts';
import { importTableRule } from './rules/import-table.ts';
import { machinePathsRule } from './rules/machine-paths.ts';
import { fileNamesRule, interfaceNamesRule } from './rules/names.ts';
import { fileSizeRule, functionSizeRule, medianFileRule } from './rules/sizes.ts';
import { threadSideImportsRule } from './rules/thread-side-imports.ts';

/** A small house on which a rule must, or must not, speak. */
export interface Sample {
  readonly why: string;
  /** Text of each file, by path. */
  readonly files: Readonly<Record<string, string>>;
}

interface RuleSamples {
  readonly rule: Rule;
  readonly fires: readonly Sample[];
  readonly silent: readonly Sample[];
}

function sample(why: string, path: string, text: string): Sample {
  return { why, files: { [path]: text } };
}

function imports(why: string, path: string, specifier: string, kind = ''): Sample {
  return sample(why, path, `import ${kind}{ a } from '${specifier}';\n`);
}

const lines = (count: number) => 'let a;\n'.repeat(count);
const longFunction = `() => {\n${lines(44)}}`;
const home = `/${'root'}/notes`;
const host = `registry.${'npmjs'}.org`;

export const RULE_SAMPLES: readonly RuleSamples[] = [
  {
    rule: importTableRule,
    fires: [
      imports('a leaf imports upwards', 'src/base/a.ts', '../lock/b.ts'),
      imports('a package without a grant', 'src/shared/a.ts', 'commander'),
      imports('a value where types are granted', 'src/report/a.ts', '../run/b.ts'),
      imports('the command line past the front door', 'src/cli/a.ts', '../../emulator/swap.ts'),
      imports('the grant of one file, used by another', 'emulator/pool.ts', 'node:fs'),
      imports('a re-export counts', 'src/measure/a.ts', '../lock/b.ts', 'type '),
      sample('a dynamic import counts', 'src/lock/a.ts', "await import('../run/b.ts');\n"),
      sample('an import in a type counts', 'src/lock/a.ts', "let a: import('../run/b.ts').B;\n"),
      sample('a room without a row', 'src/attic/a.ts', ''),
    ],
    silent: [
      imports('a granted room', 'src/lock/a.ts', '../validate/b.ts'),
      imports('its own room', 'src/lock/a.ts', './b.ts'),
      imports('types where types are granted', 'src/report/a.ts', '../run/b.ts', 'type '),
      imports('the front door', 'src/cli/a.ts', '../../emulator/index.ts'),
      imports('the grant of one file', 'emulator/swap.ts', 'node:fs'),
      imports('a coordinator-side file of the emulator', 'emulator/stack-stage.ts', 'node:url'),
      imports('tests import what they test', 'test/a.test.ts', '../src/lock/b.ts'),
    ],
  },
  {
    rule: threadSideImportsRule,
    fires: [
      imports('the pool', 'src/thread/a.ts', 'piscina'),
      imports('a one-thread mutex', 'src/lock/a.ts', 'async-mutex'),
      imports('files', 'emulator/pool.ts', 'node:fs/promises'),
      imports('the coordinator', 'emulator/pool.ts', '../src/run/b.ts'),
      imports('the printer', 'src/validate/a.ts', '../report/b.ts'),
    ],
    silent: [
      imports('the swap file', 'emulator/swap.ts', 'node:fs'),
      imports('types of the coordinator', 'emulator/pool.ts', '../src/run/b.ts', 'type '),
      imports('the coordinator itself', 'src/run/a.ts', 'piscina'),
    ],
  },
  {
    rule: emulatorDoorRule,
    fires: [
      imports('a room of src', 'src/run/a.ts', '../../emulator/index.ts'),
      imports('by types', 'src/report/a.ts', '../../emulator/outcome.ts', 'type '),
      imports('by the package name', 'src/run/a.ts', 'lockyard/emulator'),
    ],
    silent: [
      imports('the command line', 'src/cli/a.ts', '../../emulator/index.ts'),
      imports('the benchmarks', 'bench/a.ts', '../emulator/index.ts'),
    ],
  },
  {
    rule: importCyclesRule,
    fires: [
      {
        why: 'three files in a ring',
        files: {
          'src/lock/a.ts': "import { b } from './b.ts';",
          'src/lock/b.ts': "export * from './c.ts';",
          'src/lock/c.ts': "import { type A, a } from './a.ts';",
        },
      },
      sample('a file that imports itself', 'src/lock/a.ts', "import './a.ts';"),
    ],
    silent: [
      {
        why: 'a ring that types close',
        files: {
          'src/lock/a.ts': "import { b } from './b.ts';",
          'src/lock/b.ts': "import type { A } from './a.ts';",
        },
      },
      {
        why: 'a diamond',
        files: {
          'src/lock/a.ts': "import './b.ts'; import './c.ts';",
          'src/lock/b.ts': "import './d.ts';",
          'src/lock/c.ts': "import './d.ts';",
          'src/lock/d.ts': '',
        },
      },
    ],
  },
  {
    rule: coordinatorBlockingRule,
    fires: [
      sample('waits', 'src/run/a.ts', 'Atomics.wait(i32, 0, 0);'),
      sample('acquires', 'src/cli/a.ts', 'lock.acquire();'),
      sample('acquires with a limit', 'src/deadlock/watchdog.ts', 'lock.acquireFor(5);'),
    ],
    silent: [
      sample('a thread may wait', 'src/lock/a.ts', 'Atomics.wait(i32, 0, 0); lock.acquire();'),
      sample('waiting by promise', 'src/run/a.ts', 'await Atomics.waitAsync(i32, 0, 0).value;'),
      sample('trying', 'src/run/a.ts', 'lock.tryAcquire();'),
    ],
  },
  {
    rule: fileSizeRule,
    fires: [sample('301 lines', 'src/lock/a.ts', lines(301))],
    silent: [sample('300 lines', 'src/lock/a.ts', lines(300))],
  },
  {
    rule: medianFileRule,
    fires: [{ why: 'two of three are long', files: { a: lines(9), b: lines(101), c: lines(102) } }],
    silent: [{ why: 'one of three is long', files: { a: lines(9), b: lines(100), c: lines(300) } }],
  },
  {
    rule: functionSizeRule,
    fires: [
      sample('46 lines', 'src/lock/a.ts', `const f = ${longFunction};`),
      sample('a long test case', 'test/a.test.ts', `test('a', ${longFunction});`),
      sample('a method', 'src/lock/a.ts', `class A {\n  f() {\n${lines(44)}}\n}`),
    ],
    silent: [
      sample('45 lines', 'src/lock/a.ts', `const f = () => {\n${lines(43)}};`),
      sample('a describe block', 'test/a.test.ts', `describe.each([1])('a', ${longFunction});`),
      sample('a doc comment', 'src/a.ts', `/**\n${' *\n'.repeat(50)} */\nfunction f() {}`),
    ],
  },
  {
    rule: fileNamesRule,
    fires: [
      sample('a drawer', 'src/lock/utils.ts', ''),
      sample('a drawer with a label', 'src/lock/lock-manager.ts', ''),
      sample('camel case', 'src/lock/rwSemaphore.ts', ''),
      sample('snake case', 'src/lock/rw_semaphore.ts', ''),
    ],
    silent: [
      sample('kebab-case', 'src/lock/rw-semaphore.ts', ''),
      sample('a test', 'test/lock/mutex.explore.test.ts', ''),
      sample('a word that only begins like a drawer', 'src/lock/typed-array.ts', ''),
    ],
  },
  {
    rule: interfaceNamesRule,
    fires: [sample('hungarian', 'src/lock/a.ts', 'interface ILock {}')],
    silent: [sample('a word with I', 'src/lock/a.ts', 'interface Identity {} type IOError = 1;')],
  },
  {
    rule: erasableSyntaxRule,
    fires: [
      sample('an enum', 'src/lock/a.ts', 'const enum A { b }'),
      sample('a namespace', 'src/lock/a.ts', 'namespace A { export const b = 1; }'),
    ],
    silent: [
      sample('an object', 'src/lock/a.ts', 'const A = { b: 0 } as const;'),
      sample('an ambient module', 'src/lock/a.ts', "declare module 'a' { const b: 1; }"),
    ],
  },
  {
    rule: machinePathsRule,
    fires: [
      sample('a home directory', 'README.md', `see ${home}`),
      sample('in quotes', 'src/lock/a.ts', `const a = '${home}';`),
      sample('as a URL', 'src/lock/a.ts', `const a = 'file://${home}';`),
      sample('a registry', 'package-lock.json', `"resolved": "https://${host}/a.tgz"`),
    ],
    silent: [
      sample('a path of the project', 'README.md', 'see `emulator/workloads/` and src/lock/a.ts'),
      sample('a path in a relative one', 'src/lock/a.ts', "import './work/a.ts';"),
    ],
  },
];
