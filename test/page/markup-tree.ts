/** An element of a page, as a browser would build it. */
export interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
}

const VOID = new Set(['meta', 'link', 'input', 'br']);
/** Their content is text, whatever it looks like. */
const RAW = new Set(['style', 'script']);
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;

/**
 * Reads a page far more strictly than a browser: every element closed in order, every attribute in
 * double quotes, no `<` or bare `&` in text. Throws where it is not so.
 */
export function treeOf(page: string): Element {
  const root: Element = { tag: '#root', attributes: new Map(), children: [] };
  const open = [root];
  let at = page.startsWith('<!DOCTYPE html>') ? '<!DOCTYPE html>'.length : 0;
  while (at < page.length) {
    const top = open.at(-1) as Element;
    if (RAW.has(top.tag)) {
      const end = page.indexOf(`</${top.tag}>`, at);
      top.children.push(page.slice(at, end));
      open.pop();
      at = end + top.tag.length + 3;
      continue;
    }
    const next = page.indexOf('<', at);
    const text = page.slice(at, next === -1 ? page.length : next);
    if (text !== '') top.children.push(plainText(text));
    if (next === -1) break;
    at = next + enter(page, next, open);
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.tag}> is not closed`);
  return root;
}

/** Length of the tag. */
function enter(page: string, at: number, open: Element[]): number {
  TAG.lastIndex = at;
  const match = TAG.exec(page);
  if (match === null) throw new Error(`no tag at ${JSON.stringify(page.slice(at, at + 80))}`);
  const [whole, closing, tag, attributes, selfClosing] = match;
  if (closing === '/') {
    const closed = open.pop();
    if (closed?.tag !== tag) throw new Error(`</${tag}> closes <${closed?.tag}>`);
    return whole.length;
  }
  const pairs = [...attributes.matchAll(ATTRIBUTE)];
  const names = pairs.map(([, name]) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute twice in ${whole}`);
  const element: Element = {
    tag,
    attributes: new Map(pairs.map(([, name, value = '']) => [name, plainText(value)])),
    children: [],
  };
  (open.at(-1) as Element).children.push(element);
  if (selfClosing === '' && !VOID.has(tag)) open.push(element);
  return whole.length;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function plainText(markup: string): string {
  return markup.replace(/&[^;\s]*;?/g, (entity) => {
    const sign = ENTITIES[entity];
    if (sign === undefined) throw new Error(`a bare & in ${JSON.stringify(markup.slice(0, 80))}`);
    return sign;
  });
}

export function allOf(within: Element, tag: string): Element[] {
  return within.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.tag === tag ? [child] : []), ...allOf(child, tag)],
  );
}

export function everyElement(within: Element): Element[] {
  return within.children.flatMap((child) =>
    typeof child === 'string' ? [] : [child, ...everyElement(child)],
  );
}

export function byId(within: Element, id: string): Element {
  const found = everyElement(within).find(({ attributes }) => attributes.get('id') === id);
  if (found === undefined) throw new Error(`there is no #${id}`);
  return found;
}

/** All text within, white space folded. */
export function textIn(element: Element): string {
  const text = element.children.map((child) => (typeof child === 'string' ? child : textIn(child)));
  return text.join('').replace(/\s+/g, ' ').trim();
}

/** The rows of the first table within, head first. */
export function tableIn(element: Element): string[][] {
  const [table] = allOf(element, 'table');
  if (table === undefined) throw new Error('there is no table');
  return allOf(table, 'tr').map((row) =>
    row.children.flatMap((cell) => (typeof cell === 'string' ? [] : [textIn(cell)])),
  );
}
