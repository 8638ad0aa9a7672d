import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One committed text, with its path from the root of the repository. */
export interface TextUnit {
  readonly path: string;
  readonly text: string;
}

/** One TypeScript source, parsed once for all rules. */
export interface SourceUnit extends TextUnit {
  readonly ast: ts.SourceFile;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What is built, installed or produced by a run is not committed. */
const NOT_COMMITTED = new Set(['.git', 'node_modules', 'dist', 'coverage', 'lockyard-results']);
const TEXT_ENDINGS = /\.(ts|js|json|jsonl|md|ya?ml|html|css|svg|sh)$/;
const TEXT_NAMES = new Set(['LICENSE', '.gitignore', 'run']);

/** Parses a text as it would lie at `path`; rules are tried on such samples. */
export function parseUnit(path: string, text: string): SourceUnit {
  return { path, text, ast: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

/** All texts of the repository that are, or would be, committed. */
export function readTexts(): TextUnit[] {
  return listTexts('').map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }));
}

/** The TypeScript sources among `texts`. */
export function parseSources(texts: readonly TextUnit[]): SourceUnit[] {
  return texts.filter(({ path }) => path.endsWith('.ts')).map((t) => parseUnit(t.path, t.text));
}

function listTexts(folder: string): string[] {
  const paths: string[] = [];
  for (const entry of readdirSync(ROOT + folder, { withFileTypes: true })) {
    const path = folder + entry.name;
    if (entry.isDirectory() && !NOT_COMMITTED.has(entry.name)) paths.push(...listTexts(`${path}/`));
    if (entry.isFile() && isText(entry.name)) paths.push(path);
  }
  return paths.sort();
}

function isText(name: string): boolean {
  return TEXT_ENDINGS.test(name) || TEXT_NAMES.has(name);
}
