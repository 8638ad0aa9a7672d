import { assert } from '../../base/assert.ts';

/** What a template may hold: text is escaped, markup is taken as it is, nothing is nothing. */
export type Child = Html | string | number | null | undefined | readonly Child[];

/** Markup that is safe to put into a page. Only `html` and `trusted` make it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Markup from a template. Every value in it is escaped, for text and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  let text = strings[0] as string;
  values.forEach((value, n) => {
    text += markupOf(value) + (strings[n + 1] as string);
  });
  return new Html(text);
}

/** For text of this program itself: its style and its script. Never for anything that was read. */
export function trusted(text: string): Html {
  return new Html(text);
}

function markupOf(value: Child): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'a page never shows a number that is none');
    return String(value);
  }
  return value.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Control characters and half characters are not allowed in a document, and those that turn the
 * direction of writing could make a name look like another one: all become the replacement sign.
 */
const UNFIT =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

function escaped(text: string): string {
  return text.replace(UNFIT, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
