import type { Palette } from './palette.ts';

/** A thing that can be named on the command line. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
  /** Mail, commit, test or document that it comes from. */
  readonly source: string;
  /** What a design expects of itself; the type of finding that a scenario shows. */
  readonly expects?: string;
}

/** One line each, with its source. */
export function listText(items: readonly Listed[], palette: Palette): string {
  const width = Math.max(0, ...items.map(({ name }) => name.length));
  const lines = items.map(({ name, summary, source, expects }) => {
    const mark = expects === undefined || expects === 'clean' ? '' : ` [${expects}]`;
    const told = `${palette('strong', name.padEnd(width))}  ${summary}${mark}`;
    return `${told} ${palette('quiet', `(${source})`)}`;
  });
  return `${lines.join('\n')}\n`;
}

export function listJson(what: string, items: readonly Listed[]): string {
  return `${JSON.stringify({ kind: 'list', what, items }, null, 2)}\n`;
}
