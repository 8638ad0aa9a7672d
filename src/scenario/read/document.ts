import {
  type Alias,
  type Document,
  LineCounter,
  type Node,
  type YAMLError,
  parseDocument,
  visit,
} from 'yaml';
import type { UsageError } from '../../base/errors.ts';
import { Entry } from './entry.ts';
import { SourceFile } from './source-file.ts';

const MENDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'indent what belongs together by the same number of spaces',
  MULTIPLE_DOCS: 'put each scenario into a file of its own',
  MULTILINE_IMPLICIT_KEY: 'close the bracket or quote before the next key',
  RESOURCE_EXHAUSTION: 'a scenario needs no deep nesting',
  TAG_RESOLVE_FAILED: 'leave out the !tag',
};
const MEND = 'mend the YAML; a bracket, a quote or a space after a colon may be missing';
const JSON_MEND = 'mend the JSON, or name the file .yaml';

/** The text of a file as its outermost entry; nothing of it is checked yet. @throws {UsageError} */
export function openDocument(text: string, file: string): Entry {
  const lines = new LineCounter();
  const source = new SourceFile(file, lines);
  const document = parseText(text, lines, source);
  if (/\.json$/i.test(file)) checkJson(text, source);
  // A warning is a tag or a directive that would be left out of account.
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw syntaxFault(error, source);
  if (document.contents === null) {
    throw source.fault(0, '', 'the file is empty', 'write at least `scenario:` and `threads:`');
  }
  const targets = aliasTargets(document);
  return new Entry({ source, whole: document, targets }, document.contents, 0, '');
}

/** Keys are compared by whoever reads a mapping: the library's own check is quadratic. */
function parseText(text: string, lines: LineCounter, source: SourceFile) {
  try {
    return parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      // Silence would also cover that there is a second document.
      logLevel: 'error',
    });
  } catch (error) {
    throw source.fault(0, '', `no YAML: ${(error as Error).message}`, MEND);
  }
}

function syntaxFault({ code, message, pos }: YAMLError, source: SourceFile): UsageError {
  return source.fault(pos[0], '', `bad YAML: ${message}`, MENDS[code] ?? MEND);
}

/** JSON is YAML, but not the other way round: commas at the end, bare words, comments. */
function checkJson(text: string, source: SourceFile): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    const offset = position === undefined ? text.trimEnd().length : Number(position);
    throw source.fault(offset, '', `bad JSON: ${message}`, JSON_MEND);
  }
}

/** One walk: the library searches the document again for each alias. */
function aliasTargets(document: Document): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}
