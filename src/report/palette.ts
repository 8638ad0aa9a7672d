import { styleText } from 'node:util';
import { wantsDecoration } from './decoration.ts';

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

/** Colours only where they are wanted. */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Palette {
  return wantsDecoration(stream, environment) ? coloured : plain;
}
