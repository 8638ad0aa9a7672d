/** Columns of a terminal that nobody has widened. */
const COLUMNS = 80;

/** A text in lines of at most 80 columns where its words allow, all but the first indented. */
export function wrapped(text: string, first = '', indent = first.replace(/./g, ' ')): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    const longer = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (!isEmpty && longer.length > COLUMNS) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
    isEmpty = false;
  }
  return [...lines, line];
}
