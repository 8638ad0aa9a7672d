import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'warning' | 'quiet' | 'strong';

/** Colours a piece of text, or leaves it as it is. */
export type Palette = (tone: Tone, text: string) => string;

const FORMATS = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  quiet: 'dim',
  strong: 'bold',
} as const;

export const plain: Palette = (_tone, text) => text;

const coloured: Palette = (tone, text) => styleText(FORMATS[tone], text, { validateStream: false });

/** Colours only on a terminal that wants them (https://no-color.org). */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Palette {
  const refused = Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb';
  return stream.isTTY === true && !refused ? coloured : plain;
}
